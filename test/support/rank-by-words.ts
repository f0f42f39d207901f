import { contentTerms } from '../../main/engine/generation/content-terms.ts'

interface Titled {
  readonly title: string
  readonly text: string
}

/** BM25 (k1 0.9, b 0.4) over titles and texts, in memory: full-text search where a test needs no index. */
export function rankByWords<Text extends Titled>(texts: readonly Text[]): (query: string, count: number) => Text[] {
  const counted = texts.map(({ title, text }) => countTerms(`${title} ${text}`))
  const lengths = counted.map((counts) => counts.values().reduce((sum, count) => sum + count, 0))
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / texts.length
  const holders = new Map<string, number>()
  for (const counts of counted) for (const term of counts.keys()) holders.set(term, (holders.get(term) ?? 0) + 1)
  return (query, count) => {
    const asked = [...countTerms(query).keys()]
    const scores = counted.map((counts, at) => {
      const length = 0.9 * (0.6 + (0.4 * lengths[at]!) / meanLength)
      return asked.reduce((sum, term) => {
        const [times, df] = [counts.get(term) ?? 0, holders.get(term) ?? 0]
        return sum + (Math.log(1 + (texts.length - df + 0.5) / (df + 0.5)) * times * 1.9) / (times + length)
      }, 0)
    })
    const order = texts.map((_, at) => at).sort((a, b) => scores[b]! - scores[a]! || a - b)
    return order.slice(0, count).map((at) => texts[at]!)
  }
}

function countTerms(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { term } of contentTerms(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return counts
}
