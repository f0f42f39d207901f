import type { ReactNode } from 'react'
import styles from './marked-text.module.css'
import type { TextMark } from './text-mark.ts'

/** Text with ranges highlighted; ranges may touch and overlap. The text stays text, whatever is written in it. */
export function MarkedText({ text, marks }: { text: string; marks: readonly TextMark[] }) {
  const pieces: ReactNode[] = []
  let cursor = 0
  for (const { start, end } of marks.toSorted((a, b) => a.start - b.start)) {
    const from = Math.max(cursor, start)
    const to = Math.min(text.length, end)
    if (to <= from) continue
    if (from > cursor) pieces.push(text.slice(cursor, from))
    pieces.push(
      <mark key={from} className={styles.mark}>
        {text.slice(from, to)}
      </mark>,
    )
    cursor = to
  }
  pieces.push(text.slice(cursor))
  return pieces
}
