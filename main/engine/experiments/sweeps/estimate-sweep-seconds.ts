import type { EvalSet, EvalSplit } from '../../../../shared/domain/eval-set.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { Store } from '../../../ports/store.ts'
import type { IndexGroup } from '../recipes/group-by-index.ts'

/** A corpus up to this many times larger or smaller counts as of similar size: build time is not linear beyond it. */
const similarFactor = 4

/**
 * Seconds that a sweep may take on this machine, from what was measured here before: build time per character of indexes
 * with the same kind of embedding, and search time per query of runs in the same mode, both on corpora of similar size.
 * @returns null as long as something that the sweep needs was never measured.
 */
export function estimateSweepSeconds(
  recipes: readonly Recipe[],
  groups: readonly IndexGroup[],
  evalSet: EvalSet,
  split: EvalSplit,
  { datasets, indexes, runs }: Pick<Store, 'datasets' | 'indexes' | 'runs'>,
): number | null {
  // How long a model takes to answer is the provider's affair.
  if (recipes.some(({ generation, rerank }) => generation !== null || rerank.kind !== 'none')) return null
  const charactersOf = charactersReader(datasets)
  const characters = charactersOf(evalSet.corpusVersionId)
  const isSimilar = (other: number) =>
    other > 0 && characters > 0 && other <= characters * similarFactor && characters <= other * similarFactor

  const measured = indexes.list().map((index) => ({ ...index, characters: charactersOf(index.corpusVersionId) }))
  let totalMs = 0
  for (const { plan } of groups) {
    if (indexes.find(plan.key)) continue
    const perCharacter = measured
      .filter((index) => kindOf(index.embeddingKey) === kindOf(plan.key.embeddingKey) && isSimilar(index.characters))
      .map((index) => index.buildMs / index.characters)
    if (perCharacter.length === 0) return null
    totalMs += mean(perCharacter) * characters
  }

  const timings = runs.searchTimings().filter((timing) => isSimilar(charactersOf(timing.corpusVersionId)))
  for (const { search } of recipes) {
    const perQuery = timings.filter(({ mode }) => mode === search.mode).map(({ msPerQuery }) => msPerQuery)
    if (perQuery.length === 0) return null
    totalMs += mean(perQuery) * (split.queries + Math.min(split.queries, timedSearches))
  }
  return totalMs / 1000
}

/** Each run is searched once for its results, and these many queries once more for its latencies. */
const timedSearches = 53

/** `builtin-w384-seed0@1` and `builtin-w384-seed7@1` take the same time. */
function kindOf(embeddingKey: string): string {
  return embeddingKey.replace(/-seed\d+/, '')
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function charactersReader(datasets: Store['datasets']) {
  const known = new Map<string, number>()
  return (versionId: EvalSet['corpusVersionId']): number => {
    let characters = known.get(versionId)
    if (characters === undefined) {
      characters = datasets.findVersion(versionId)?.characters ?? 0
      known.set(versionId, characters)
    }
    return characters
  }
}
