import { diffWordsWithSpace } from 'diff'

/** A piece of a text, and whether the other text lacks it. */
export interface DiffPiece {
  readonly text: string
  readonly isOwn: boolean
}

/** Texts that differ in more words than this are shown without marks: nobody compares them word by word. */
const mostEdits = 600

/** The pieces of `text` in order, those that `other` lacks marked. Joined they are the text. */
export function wordDiff(text: string, other: string): DiffPiece[] {
  const changes = diffWordsWithSpace(other, text, { maxEditLength: mostEdits })
  if (!changes) return [{ text, isOwn: false }]
  return changes.flatMap(({ value, added, removed }) => (removed ? [] : [{ text: value, isOwn: added === true }]))
}
