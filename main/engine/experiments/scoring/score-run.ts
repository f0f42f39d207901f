import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import { retrievalMetrics } from '../../../../shared/domain/metric.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { DatasetStore, EvalExamples } from '../../../ports/dataset-store.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import type { RunStore, ScoreColumn } from '../../../ports/run-store.ts'
import { createTokenRuler } from '../../evaluation/create-token-ruler.ts'
import { scoreQuery } from '../../evaluation/score-query.ts'
import type { TokenRuler } from '../../evaluation/token-ruler.ts'
import { letOthersWork } from '../../jobs/let-others-work.ts'

/** Queries scored before other work gets its turn. */
const queriesAtOnce = 100

/** Everything that the runs of one index share when they are scored. */
export interface ScoringContext {
  readonly examples: EvalExamples
  readonly chunkSet: ChunkSet
  /** Document ids by position in the corpus version. */
  readonly docIds: readonly string[]
  readonly ruler: TokenRuler
}

export async function createScoringContext(
  datasets: DatasetStore,
  corpusVersionId: CorpusVersionId,
  examples: EvalExamples,
  chunkSet: ChunkSet,
): Promise<ScoringContext> {
  const tokenEndsOf = await tokenEndsReader(examples)
  const tokenEnds = new Map<string, Uint32Array>()
  return {
    examples,
    chunkSet,
    docIds: datasets.documentEntries(corpusVersionId).map((entry) => entry.docId),
    ruler: createTokenRuler((docId) => {
      let ends = tokenEnds.get(docId)
      if (!ends) {
        ends = tokenEndsOf(datasets.document(corpusVersionId, docId)?.text ?? '')
        tokenEnds.set(docId, ends)
      }
      return ends
    }),
  }
}

/** Only span measures count tokens, and the vocabulary takes about 100 MB: without gold spans it is not loaded. */
async function tokenEndsReader({ queries }: EvalExamples): Promise<(text: string) => Uint32Array> {
  if (queries.every((query) => query.spans.length === 0)) return () => new Uint32Array(0)
  return (await import('../../chunking/tokenize-text.ts')).tokenizeText
}

/** Scores a run whose queries are all answered, and stores the score columns. Measures that no query has are left out. */
export async function scoreRun(
  run: RecipeRun,
  { examples, chunkSet, docIds, ruler }: ScoringContext,
  runs: RunStore,
  signal: AbortSignal,
): Promise<void> {
  const rankings = runs.rankings(run.runId)
  const columns = retrievalMetrics.map((): ScoreColumn => new Float64Array(examples.queries.length))
  for (const [position, query] of examples.queries.entries()) {
    if (position % queriesAtOnce === 0) await letOthersWork(signal)
    const scores = scoreQuery({
      ranking: (rankings.get(query.queryId) ?? []).map(({ chunk, score }) => ({
        docId: docIds[chunkSet.documentPosition[chunk]!]!,
        start: chunkSet.start[chunk]!,
        end: chunkSet.end[chunk]!,
        tokens: chunkSet.tokens[chunk]!,
        score,
      })),
      judgments: examples.judgments.get(query.queryId) ?? new Map(),
      goldSpans: query.spans,
      limit: run.recipe.search.k,
      ruler,
    })
    columns.forEach((column, metric) => {
      column[position] = scores[metric]!
    })
  }
  runs.setScores(
    run.runId,
    new Map(
      retrievalMetrics
        .map(({ name }, metric) => [name, columns[metric]!] as const)
        .filter(([, column]) => column.some((value) => !Number.isNaN(value))),
    ),
  )
}
