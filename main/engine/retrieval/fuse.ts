import type { Fusion } from '../../../shared/domain/recipe.ts'
import type { RetrievedChunk } from '../../../shared/domain/run.ts'
import { type Candidate, compareCandidates } from '../../ports/vector-store.ts'

/** The candidates of each side, best first; a side that was not searched is null. */
export interface SideCandidates {
  readonly fulltext: readonly Candidate[] | null
  readonly vector: readonly Candidate[] | null
}

/**
 * Joins the two sides to one ranking of at most `k` chunks; with one side only, its own scores decide.
 *
 * - `minmax`: score = α · v + (1 − α) · f, each side scaled to 0–1 over its candidates; a side that did not return the
 *   chunk gives 0, and a side whose candidates all score alike gives 1.
 * - `rrf`: score = Σ 1 / (rankConstant + rank), ranks from 1 (Cormack, Clarke & Büttcher 2009).
 *
 * @returns score descending, ties by chunk ascending.
 */
export function fuse(sides: SideCandidates, fusion: Fusion, k: number): RetrievedChunk[] {
  const merged = new Map<number, RetrievedChunk>()
  for (const side of ['fulltext', 'vector'] as const) {
    sides[side]?.forEach(({ chunk, score }, index) => {
      const entry = merged.get(chunk) ?? {
        chunk,
        score: 0,
        fulltextScore: null,
        fulltextRank: null,
        vectorScore: null,
        vectorRank: null,
      }
      merged.set(chunk, { ...entry, [`${side}Score`]: score, [`${side}Rank`]: index + 1 })
    })
  }
  const scoreOf = scorer(sides, fusion)
  return [...merged.values()]
    .map((entry) => ({ ...entry, score: scoreOf(entry) }))
    .sort(compareCandidates)
    .slice(0, k)
}

function scorer({ fulltext, vector }: SideCandidates, fusion: Fusion): (entry: RetrievedChunk) => number {
  if (vector === null) return (entry) => entry.fulltextScore ?? 0
  if (fulltext === null) return (entry) => entry.vectorScore ?? 0
  switch (fusion.kind) {
    case 'minmax': {
      const scaleFulltext = minMaxScale(fulltext)
      const scaleVector = minMaxScale(vector)
      return ({ fulltextScore, vectorScore }) =>
        fusion.alpha * scaleVector(vectorScore) + (1 - fusion.alpha) * scaleFulltext(fulltextScore)
    }
    case 'rrf': {
      const share = (rank: number | null) => (rank === null ? 0 : 1 / (fusion.rankConstant + rank))
      return ({ fulltextRank, vectorRank }) => share(fulltextRank) + share(vectorRank)
    }
  }
}

function minMaxScale(candidates: readonly Candidate[]): (score: number | null) => number {
  const scores = candidates.map((candidate) => candidate.score)
  const low = Math.min(...scores)
  const spread = Math.max(...scores) - low
  return (score) => {
    if (score === null) return 0
    return spread > 0 ? (score - low) / spread : 1
  }
}
