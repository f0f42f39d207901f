import { useMemo } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { hasAnswers } from '../../../shared/domain/has-answers.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { triageWords } from '../../../shared/domain/triage-words.ts'
import { Pill } from '../../ui/pill.tsx'
import styles from './question-drawer.module.css'
import { wordDiff } from './word-diff.ts'

interface SideAnswerProps {
  run: Run
  result: QueryResult
  /** What the run beside it answered to the same question; words that it lacks are marked. */
  beside: QueryResult | undefined
}

/** What a run answered, as text, with why it is wrong and what it cost. Nothing for a run that answers nothing. */
export function SideAnswer({ run, result, beside }: SideAnswerProps) {
  const { generated, triage } = result
  if (!hasAnswers(run)) return null
  if (generated.length === 0) return <p className={styles.none}>There is no answer to this question.</p>
  const words = triage && triageWords(triage)
  return (
    <div className={styles.answers}>
      {words && (
        <p title={`${words.where}; what usually helps: ${words.helps}`}>
          <Pill kind="warning">{words.label}</Pill>
        </p>
      )}
      {generated.map(({ repetition, text, failure, latencyMs, costUsd }) => (
        <div key={repetition} className={styles.answer}>
          <p className={styles.quiet}>
            {[
              generated.length > 1 ? `Answer ${repetition + 1} of ${generated.length}` : 'Answer',
              formatFigure(latencyMs.assemble + latencyMs.generate, 'ms'),
              costUsd === null ? 'price not known' : formatFigure(costUsd, 'usd'),
            ].join(' · ')}
          </p>
          <p dir="auto" className={styles.answerText}>
            {failure ? (
              `No answer: ${failure.message}`
            ) : text === '' ? (
              '(empty answer)'
            ) : (
              <MarkedAnswer text={text} other={otherText(beside, repetition)} />
            )}
          </p>
          {result.evaluations
            .filter((one) => one.repetition === repetition && one.measure.startsWith(`pairwise.${beside?.runId}#`))
            .map(({ measure, reason }) => (
              <p key={measure} className={styles.quiet} dir="auto">{`Judged in pairs: ${reason}`}</p>
            ))}
        </div>
      ))}
    </div>
  )
}

function otherText(beside: QueryResult | undefined, repetition: number): string | null {
  const other = beside?.generated.find((answer) => answer.repetition === repetition)
  return other && !other.failure ? other.text : null
}

function MarkedAnswer({ text, other }: { text: string; other: string | null }) {
  const pieces = useMemo(() => (other === null || other === text ? null : wordDiff(text, other)), [text, other])
  if (!pieces) return text
  return pieces.map((piece, index) =>
    piece.isOwn ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces are a text in its order
      <mark key={index} className={styles.own} title="The answer beside it does not say this">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  )
}
