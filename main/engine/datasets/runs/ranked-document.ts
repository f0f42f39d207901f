/** A document as a run file ranks it. */
export interface RankedDocument {
  readonly docId: string
  /** Higher is better; may be infinite, never NaN. */
  readonly score: number
}
