import type { Recipe } from './recipe.ts'
import type { RankedPassage } from './results.ts'

/** Where a chunk stood on each side: `full text 4 · vector 1`; a side that did not return it is `–`. */
export function describeSides(
  { fulltextRank, fulltextScore, vectorRank, vectorScore }: RankedPassage,
  mode: Recipe['search']['mode'],
): string {
  const side = (name: string, rank: number | null, score: number | null) =>
    rank === null || score === null ? `${name} –` : `${name} ${rank} (${score.toFixed(3)})`
  return [
    ...(mode === 'vector' ? [] : [side('full text', fulltextRank, fulltextScore)]),
    ...(mode === 'fulltext' ? [] : [side('vector', vectorRank, vectorScore)]),
  ].join(' · ')
}

/** Why a passage counts, as its badge says it: it touches a gold span, or its document is judged relevant. */
export function describeRelevance({ grade, goldSpans }: RankedPassage): string | undefined {
  if (goldSpans > 0) return 'gold'
  return grade !== null && grade > 0 ? (grade === 1 ? 'relevant' : `relevant, grade ${grade}`) : undefined
}
