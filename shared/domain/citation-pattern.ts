/**
 * A citation as models write it: [1], [1, 2], [1-3], [^1], 【1】, 【1†source】. Numbers above 999 are years or data, not
 * sources. The first group holds the numbers. Global: use it with matchAll and replace only.
 */
export const citationPattern =
  /[[【]\s*(?:\^|sources?\s+)?(\d{1,3}(?:\s*[-–,;]\s*\d{1,3})*)\s*(?:†[^\]】]{0,100})?[\]】]/giu

/** The numbers of a citation's first group in their order: `1, 3-5` is 1, 3, 4, 5. A range that runs backwards names its ends. */
export function citedNumbers(numbers: string): number[] {
  return numbers.split(/[,;]/).flatMap((part) => {
    const ends = part.split(/[-–]/).map(Number)
    const [first, last] = [ends[0]!, ends.at(-1)!]
    return first <= last ? Array.from({ length: last - first + 1 }, (_, at) => first + at) : [first, last]
  })
}
