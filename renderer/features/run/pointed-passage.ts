/** A passage that a citation points to; the number makes a second press another one. */
export interface PointedPassage {
  readonly queryId: string
  readonly chunk: number
  readonly press: number
}
