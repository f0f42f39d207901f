import { createInProcessClient } from '../../main/rpc/in-process-client.ts'
import type { RunId } from '../../shared/domain/ids.ts'
import { createRandom } from '../../shared/domain/random.ts'
import { Recipe } from '../../shared/domain/recipe.ts'
import type { Rung } from '../../shared/domain/rung.ts'
import { fillWithRuns } from './fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from './open-memory-engine.ts'
import { jsonl } from './parse-files.ts'
import { smallDataset } from './small-dataset.ts'

/** The measure that the runs of a ladder workspace are scored by, on so many questions. */
export const ladderMetric = 'tokenF1'
export const ladderQuestions = 240

interface AddedRun {
  /** US dollars per 1,000 queries; null = not known. Left out: 1. */
  readonly per1kUsd?: number | null
  /** Left out: 0. */
  readonly setupUsd?: number
  /** Left out: 500. */
  readonly p95Ms?: number | null
  /** Width of what is the run's own in each score; what the questions have in common is 0.3 wide. */
  readonly spread?: number
  /** Added to the recipe. */
  readonly recipe?: Record<string, unknown>
  readonly createdAt?: string
}

export interface LadderWorkspace extends AsyncDisposable {
  readonly memory: MemoryEngine
  readonly client: ReturnType<typeof createInProcessClient>
  /** A finished run with scores around a mean; the noise is the question's own and the run's. */
  addRun(rung: Rung, name: string, mean: number, run?: AddedRun): RunId
}

/**
 * A workspace in memory with an eval set, and one finished run without scores, to which runs of any rung are added by
 * their figures. `changed` and `asked` can be imported over `small`: other documents, other questions.
 */
export async function openLadderWorkspace(): Promise<LadderWorkspace> {
  const memory = await openMemoryEngine({
    small: smallDataset,
    changed: {
      ...smallDataset,
      'corpus.jsonl': jsonl([{ _id: 'hub', title: 'The hub', text: 'The hub sends its readings every hour.' }]),
    },
    asked: { ...smallDataset, 'queries.jsonl': jsonl([{ _id: 'q1', text: 'What does the hub do?' }]) },
  })
  const client = createInProcessClient(memory.engine)
  await client.datasets.import({ paths: ['small'], name: 'small' })
  await memory.engine.jobs.idle()
  const { runs } = memory.ports.store
  const [evalSet] = (await client.datasets.list()).evalSets
  const template = fillWithRuns(memory.ports.store, evalSet!, 1)[0]!
  runs.setScores(template, new Map())
  return {
    memory,
    client,
    addRun: (rung, name, mean, added = {}) => {
      const { per1kUsd = 1, setupUsd = 0, p95Ms = 500, spread = 0.05, recipe: more = {}, createdAt } = added
      const runId = name as RunId
      const recipe = Recipe.parse({
        rung,
        generation: { model: 'm', provider: { kind: 'openai', baseUrl: 'https://api.openai.com/v1' } },
        ...more,
      })
      const like = runs.run(template)!
      const made = { runId, name, recipe, recipeHash: name, queries: ladderQuestions }
      runs.addRuns([{ ...like, ...made, createdAt: createdAt ?? like.createdAt }])
      const shared = createRandom(3)
      const own = createRandom(mean * 1000 + name.length)
      const scores = Float64Array.from(
        { length: ladderQuestions },
        () => mean + 0.3 * (shared() - 0.5) + spread * (own() - 0.5),
      )
      runs.setScores(runId, new Map([[ladderMetric, scores]]))
      runs.setValues(
        runId,
        new Map([
          ['costUsd.setup', { value: setupUsd, n: 1 }],
          ...(p95Ms === null ? [] : [['latencyMs.total.p95', { value: p95Ms, n: 50 }] as const]),
          ...(per1kUsd === null ? [] : [['costUsd.per1k', { value: per1kUsd, n: ladderQuestions }] as const]),
        ]),
      )
      runs.setStatus(runId, 'finished', '2026-01-02T00:00:00.000Z')
      return runId
    },
    [Symbol.asyncDispose]: () => memory.engine.close(),
  }
}
