import { recipeHash } from '../../main/engine/experiments/recipes/canonical-recipe.ts'
import { nameRecipe } from '../../main/engine/experiments/recipes/name-recipe.ts'
import type { RunValue } from '../../main/ports/run-store.ts'
import type { Store } from '../../main/ports/store.ts'
import type { EvalSet } from '../../shared/domain/eval-set.ts'
import type { JobId, RunId, SweepId } from '../../shared/domain/ids.ts'
import { metricDefinitions } from '../../shared/domain/metric.ts'
import { createRandom } from '../../shared/domain/random.ts'
import { Recipe } from '../../shared/domain/recipe.ts'

const runsPerSweep = 25

/**
 * Puts finished runs with scores into a store, as sweeps of 25 would leave them: far quicker than running them.
 * @returns the ids, in the order in which they were added.
 */
export function fillWithRuns(store: Store, evalSet: EvalSet, count: number): RunId[] {
  const random = createRandom(1)
  const { name: split, queries } = evalSet.splits[0]!
  const runIds: RunId[] = []
  store.transaction(() => {
    for (let first = 0; first < count; first += runsPerSweep) {
      const sweep = first / runsPerSweep
      const createdAt = new Date(Date.UTC(2026, 0, 1) + sweep * 3_600_000).toISOString()
      const jobId = `filled-job-${sweep}` as JobId
      const sweepId = `filled-sweep-${sweep}` as SweepId
      const { evalSetId } = evalSet
      store.jobs.add({ jobId, kind: 'sweep', title: `Sweep ${sweep}`, spec: {}, createdAt }, [{ key: '0', weight: 1 }])
      store.jobs.setItemDone(jobId, '0')
      store.jobs.setStatus(jobId, 'finished', createdAt)
      const spec = { base: {}, grid: {} }
      store.runs.addSweep({ sweepId, name: `Sweep ${sweep}`, spec, evalSetId, split, createdAt })
      for (let position = first; position < Math.min(count, first + runsPerSweep); position += 1) {
        const runId = `run${String(position).padStart(6, '0')}` as RunId
        const recipe = Recipe.parse({
          chunking: { kind: ['fixed', 'recursive', 'sentence'][position % 3], sizeTokens: 100 + (position % 40) * 20 },
          search: { mode: ['fulltext', 'vector', 'hybrid'][position % 3] },
        })
        store.runs.addRuns([
          {
            runId,
            name: nameRecipe(recipe),
            recipe,
            recipeHash: recipeHash(recipe),
            evalSetId,
            split,
            sweepId,
            jobId,
            createdAt,
            queries,
            provenance: {
              appVersion: '0.0.0-test',
              corpusVersionId: evalSet.corpusVersionId,
              evalSetHash: evalSet.contentHash,
              indexId: null,
              chunks: 1000,
              indexTokens: 100_000,
              indexBytes: 1_000_000,
              indexBuildMs: 1000,
              embedder: null,
              vectorIndex: null,
              tokenizer: null,
              seed: 1,
            },
          },
        ])
        const scores = new Map(
          ['ndcg@10', 'recall@10', 'mrr'].map((metric) => [
            metric,
            Float64Array.from({ length: queries }, () => random()),
          ]),
        )
        store.runs.setScores(runId, scores)
        store.runs.setValues(
          runId,
          new Map(
            [...metricDefinitions.keys()].map((metric): [string, RunValue] => [
              metric,
              figureOf(metric, scores.get(metric)),
            ]),
          ),
        )
        store.runs.setStatus(runId, 'finished', createdAt)
        runIds.push(runId)
      }
    }
  })
  return runIds

  function figureOf(metric: string, scores: Float64Array | undefined): RunValue {
    if (scores) return { value: scores.reduce((sum, score) => sum + score, 0) / queries, n: queries }
    if (metric.startsWith('latencyMs')) return { value: 1 + random() * 40, n: 50 }
    if (metric.startsWith('index')) return { value: Math.round(random() * 1e6), n: 1 }
    return { value: random(), n: queries }
  }
}
