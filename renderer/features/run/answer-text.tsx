import type { ReactNode } from 'react'
import { citationPattern, citedNumbers } from '../../../shared/domain/citation-pattern.ts'
import styles from './question-drawer.module.css'

interface AnswerTextProps {
  text: string
  /** Name of source n, from 1; undefined when there is none. */
  cited: (number: number) => string | undefined
  onCite: (number: number) => void
}

/** An answer as text, whatever is written in it; citations of sources that exist are buttons. */
export function AnswerText({ text, cited, onCite }: AnswerTextProps) {
  const pieces: ReactNode[] = []
  let cursor = 0
  for (const match of text.matchAll(citationPattern)) {
    const numbers = citedNumbers(match[1]!)
    if (!numbers.some((number) => cited(number) !== undefined)) continue
    pieces.push(text.slice(cursor, match.index))
    for (const [place, number] of numbers.entries()) {
      const name = cited(number)
      const key = `${match.index} ${place}`
      pieces.push(
        name === undefined ? (
          <span key={key}>{` [${number}]`}</span>
        ) : (
          <button
            key={key}
            type="button"
            className={styles.citation}
            aria-label={`Source ${number}, ${name}`}
            title={name}
            onClick={() => onCite(number)}
          >
            {number}
          </button>
        ),
      )
    }
    cursor = match.index + match[0].length
  }
  pieces.push(text.slice(cursor))
  return (
    <p className={styles.answerText} dir="auto">
      {text === '' ? '(empty answer)' : pieces}
    </p>
  )
}
