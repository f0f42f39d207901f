import { citationPattern } from './citation-pattern.ts'

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
    for (const part of numbers!.split(/[,;]/)) {
      const ends = part.split(/[-–]/).map(Number)
      const [first, last] = [ends[0]!, ends.at(-1)!]
      // A range that runs backwards names its two ends only.
      const cited = first <= last ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : [first, last]
      for (const number of cited) (number >= 1 && number <= passageCount ? citations : broken).add(number)
    }
  }
  return { citations: [...citations], broken: broken.size }
}
