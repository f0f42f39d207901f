import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import type { Evaluator } from '../../../shared/domain/evaluator.ts'
import type { Generation } from '../../../shared/domain/generation.ts'
import type { BudgetCaps } from '../../../shared/domain/ledger.ts'
import type { RecipeRun } from '../../../shared/domain/run.ts'
import type { EvalExamples } from '../../ports/dataset-store.ts'
import type { ChunkSet } from '../../ports/index-store.ts'
import type { RunValue } from '../../ports/run-store.ts'
import { answerLatencies } from './answer-latencies.ts'
import { answerRun } from './answer-run.ts'
import { type Answerer, extractiveAnswerer, isExtractive, remoteAnswerer } from './answerer.ts'
import { costTotals } from './cost-totals.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { judgeAnswers } from './judge-answers.ts'
import { overruledQueries } from './overruled-queries.ts'
import { openPricing, type RunPricing } from './run-pricing.ts'
import { columnOfEvaluations, scoreAnswers } from './score-answers.ts'
import type { StageProgress } from './stage-progress.ts'
import { summarizeRun } from './summarize-run.ts'
import { triageColumns } from './triage-columns.ts'
import { triageRun } from './triage-run.ts'

export interface RunToComplete {
  readonly run: RecipeRun
  readonly examples: EvalExamples
  /** Null when the run retrieves nothing. */
  readonly chunkSet: ChunkSet | null
  readonly evaluators: readonly Evaluator[]
  readonly budget: BudgetCaps
}

/** Answers, judges, scores and sums up a run whose retrieval is done. All of it can be done again: nothing is asked twice. */
export async function completeRun(
  { run, examples, chunkSet, evaluators, budget }: RunToComplete,
  ports: ExperimentPorts,
  progress: StageProgress,
  signal: AbortSignal,
): Promise<void> {
  const { generation } = run.recipe
  const totals = new Map<string, RunValue>()
  if (generation !== null) {
    const { countTokens } = await import('../chunking/count-tokens.ts')
    const pricing = openPricing(budget, ports)
    const answerer = openAnswerer(run, generation, pricing, countTokens, ports)
    await answerRun({ run, queries: examples.queries, chunkSet, answerer, countTokens }, ports, progress, signal)
    await judgeAnswers({ run, examples, evaluators, pricing, countTokens }, ports, progress, signal)
    const scores = scoreAnswers(run, examples, evaluators, ports)
    const { runs, answers } = ports.store
    const judged = answers
      .measures(run.runId)
      .map(
        (measure) => [measure, columnOfEvaluations(examples.queries, answers.evaluations(run.runId, measure))] as const,
      )
    ports.store.transaction(() => {
      const retrieval = runs
        .scoredMetrics(run.runId)
        .map((metric) => [metric, runs.scores(run.runId, metric)!] as const)
      runs.setScores(run.runId, new Map([...retrieval, ...scores.columns, ...judged]))
      runs.setLatencies(run.runId, answerLatencies(run, examples.queries, ports))
      answers.setTriage(
        run.runId,
        triageRun(
          run,
          examples,
          triageColumns(run, evaluators, ports),
          overruledQueries(run, evaluators, ports),
          ports,
        ),
      )
    })
    for (const [metric, value] of scores.totals) totals.set(metric, value)
  }
  for (const [metric, value] of costTotals(
    run,
    await queryEmbeddingUsd(run, examples, openPricing(budget, ports)),
    ports,
  ))
    totals.set(metric, value)
  summarizeRun(run, ports.store.runs, totals)
}

/** What it costs to embed each query once; 0 where no server embeds, null when the price is not known. */
async function queryEmbeddingUsd(
  { recipe }: RecipeRun,
  { queries }: EvalExamples,
  pricing: RunPricing,
): Promise<number | null> {
  const { embedding, search, rung } = recipe
  if (rung === 'prompt' || search.mode === 'fulltext' || embedding.kind !== 'openai') return 0
  const price = pricing.priceOfInput(embedding.model, embedding.baseUrl)
  if (!price) return null
  const { countTokens } = await import('../chunking/count-tokens.ts')
  const inputTokens = queries.reduce((sum, { text }) => sum + countTokens(text), 0)
  return costOfUsage({ inputTokens, cachedInputTokens: 0, outputTokens: 0 }, price)
}

function openAnswerer(
  run: RecipeRun,
  generation: Generation,
  pricing: RunPricing,
  countTokens: (text: string) => number,
  { languageModels, paidCalls, clock }: ExperimentPorts,
): Answerer {
  if (isExtractive(generation)) return extractiveAnswerer(run, () => clock.monotonicMs())
  const model = languageModels.open(generation.provider, generation.model)
  return remoteAnswerer(run, generation, { model, paidCalls, pricing, countTokens })
}
