const segmenter = new Intl.Segmenter('und', { granularity: 'sentence' })

/** A line break inside running text: the next line goes on in lower case, so it ends no sentence. */
const softBreak = /(?<=[\p{L}\p{N},;])\r?\n(?=\p{Ll})/gu

/**
 * Where sentences end, by the locale-neutral rules of Unicode Standard Annex 29. Abbreviations such as "Dr. Smith" do
 * split; lines that were wrapped in mid-sentence do not.
 * @returns offsets strictly inside the text, ascending, UTF-16 code units.
 */
export function sentenceBounds(text: string): number[] {
  const bounds: number[] = []
  const unwrapped = text.includes('\n') ? text.replace(softBreak, (lineBreak) => ' '.repeat(lineBreak.length)) : text
  for (const sentence of segmenter.segment(unwrapped)) {
    if (sentence.index > 0) bounds.push(sentence.index)
  }
  return bounds
}
