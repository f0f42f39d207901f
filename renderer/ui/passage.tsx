import { Check } from 'lucide-react'
import { type ReactNode, type Ref, useState } from 'react'
import { excerptOf } from './excerpt-of.ts'
import { MarkedText } from './marked-text.tsx'
import styles from './passage.module.css'
import type { TextMark } from './text-mark.ts'

interface PassageProps {
  rank: number
  id: string
  title: string
  /** Scores and ranks, such as `full text 4 · vector 1`. */
  detail: ReactNode
  text: string
  /** Ranges of the text that are highlighted. */
  marks: readonly TextMark[]
  /** Shown as a badge, such as `relevant`; with it the passage has a green edge. */
  flag?: string | undefined
  /** A second, quieter badge, such as `sent as [1]`. */
  note?: ReactNode
  /** Something else on the page points here: it is marked, and can take the focus. */
  pointedAt?: boolean
  /** Gives the element, so that others can bring it into view. */
  ref?: Ref<HTMLLIElement> | undefined
  /** Room for one column of two. */
  dense?: boolean
}

/** A piece of text in a ranking: first an excerpt around what is highlighted, the whole on demand. */
export function Passage(props: PassageProps) {
  const { rank, id, title, detail, text, marks, flag, note, pointedAt = false, ref, dense = false } = props
  const [whole, setWhole] = useState(false)
  const excerpt = excerptOf(text, marks, dense ? 140 : 220)
  const isCut = excerpt.text.length < text.length
  const shown = whole ? { text, marks, before: false, after: false } : excerpt
  return (
    <li
      ref={ref}
      tabIndex={-1}
      className={`${styles.passage} ${flag ? styles.flagged : ''} ${dense ? styles.dense : ''} ${pointedAt ? styles.pointedAt : ''}`}
      {...(pointedAt && { 'aria-current': true })}
    >
      <span className={styles.rank}>
        <span className="visuallyHidden">Rank </span>
        {rank}
      </span>
      <div className={styles.body}>
        <div className={styles.head}>
          <span className={styles.name} dir="auto" title={id}>
            {title || id}
          </span>
          {note && <span className={styles.note}>{note}</span>}
          {flag && (
            <span className={styles.flag}>
              <Check size={11} aria-hidden="true" />
              {flag}
            </span>
          )}
        </div>
        <p className={styles.detail}>{detail}</p>
        <p className={`${styles.text} ${whole ? styles.whole : ''}`} dir="auto">
          {shown.before && '… '}
          <MarkedText text={shown.text} marks={shown.marks} />
          {shown.after && ' …'}
        </p>
        {isCut && (
          <button type="button" className={styles.more} aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? 'Show less' : `Show all ${text.length.toLocaleString('en-US')} characters`}
          </button>
        )}
      </div>
    </li>
  )
}
