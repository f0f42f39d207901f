import { citationPattern, citedNumbers } from '../../../shared/domain/citation-pattern.ts'

/**
 * The sources that an answer cites.
 * @param passageCount sources that it was sent, numbered from 1.
 * @returns `citations`: numbers that exist, each once, in order of their first mention; `broken`: how many different
 *   numbers it cites that do not exist.
 */
export function readCitations(
  text: string,
  passageCount: number,
): { readonly citations: number[]; readonly broken: number } {
  const citations = new Set<number>()
  const broken = new Set<number>()
  for (const [, numbers] of text.matchAll(citationPattern)) {
    for (const number of citedNumbers(numbers!)) {
      ;(number >= 1 && number <= passageCount ? citations : broken).add(number)
    }
  }
  return { citations: [...citations], broken: broken.size }
}
