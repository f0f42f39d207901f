/** A range of a text that is highlighted: half-open, UTF-16 code units. */
export interface TextMark {
  readonly start: number
  readonly end: number
}
