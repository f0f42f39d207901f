import { costOfUsage } from '../../../../shared/domain/cost-of-usage.ts'
import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { RunValue } from '../../../ports/run-store.ts'
import { costTotals } from '../costs/cost-totals.ts'
import { openPricing, type RunPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { answerLatencies } from './answer-latencies.ts'
import { overruledQueries } from './overruled-queries.ts'
import { RepetitionScores } from './repetition-scores.ts'
import { columnOfEvaluations, scoreAnswers } from './score-answers.ts'
import { summarizeRun } from './summarize-run.ts'
import { triageColumns } from './triage-columns.ts'
import { triageRun } from './triage-run.ts'

/**
 * Scores, triages and sums up what is stored of a run: its answers, what models judged and its ledger. Asks nobody, and
 * can be done again at any time; columns of measures that are no longer asked for stay.
 * @param evaluators all that were ever applied to the run, the latest first: triage goes by the first judge.
 */
export async function settleRun(
  run: RecipeRun,
  examples: EvalExamples,
  evaluators: readonly Evaluator[],
  ports: ExperimentPorts,
): Promise<void> {
  const { runs, answers } = ports.store
  const totals = new Map<string, RunValue>()
  if (run.recipe.generation !== null) {
    const { repetitions } = run.recipe.generation
    const repeated = repetitions > 1 ? new RepetitionScores(examples.queries.length, repetitions) : null
    const scores = scoreAnswers(run, examples, evaluators, ports, repeated)
    const judged = answers
      .measures(run.runId)
      .map(
        (measure) => [measure, columnOfEvaluations(examples.queries, answers.evaluations(run.runId, measure))] as const,
      )
    ports.store.transaction(() => {
      const before = runs.scoredMetrics(run.runId).map((metric) => [metric, runs.scores(run.runId, metric)!] as const)
      runs.setScores(run.runId, new Map([...before, ...scores.columns, ...judged]))
      runs.setLatencies(run.runId, answerLatencies(run, examples.queries, ports))
      const overruled = overruledQueries(run, evaluators, ports)
      answers.setTriage(run.runId, triageRun(run, examples, triageColumns(run, evaluators, ports), overruled, ports))
    })
    for (const [metric, value] of scores.totals) totals.set(metric, value)
    if (repeated) {
      addJudged(repeated, run, examples, ports)
      for (const [name, spread] of repeated.spreads()) totals.set(name, spread)
    }
  }
  const embeddingUsd = await queryEmbeddingUsd(run, examples, openPricing(noCaps, ports))
  for (const [metric, value] of costTotals(run, embeddingUsd, ports)) totals.set(metric, value)
  summarizeRun(run, runs, totals)
}

function addJudged(
  repeated: RepetitionScores,
  { runId }: RecipeRun,
  { queries }: EvalExamples,
  { store: { answers } }: ExperimentPorts,
): void {
  const positions = new Map(queries.map(({ queryId }, position) => [queryId, position]))
  for (const measure of answers.measures(runId)) {
    for (const { queryId, repetition, score } of answers.evaluations(runId, measure)) {
      const position = positions.get(queryId)
      if (score !== null && position !== undefined) repeated.add(measure, repetition, position, score)
    }
  }
}

const noCaps = { perRunUsd: null, perSweepUsd: null }

/** What it costs to embed each query once; 0 where no server embeds, null when the price is not known. */
async function queryEmbeddingUsd(
  { recipe }: RecipeRun,
  { queries }: EvalExamples,
  pricing: RunPricing,
): Promise<number | null> {
  const { embedding, search, rung } = recipe
  if (!hasRetrieval(rung) || search.mode === 'fulltext' || embedding.kind !== 'openai') return 0
  const price = pricing.priceOfInput(embedding.model, embedding.baseUrl)
  if (!price) return null
  const { countTokens } = await import('../../chunking/count-tokens.ts')
  const inputTokens = queries.reduce((sum, { text }) => sum + countTokens(text), 0)
  return costOfUsage({ inputTokens, cachedInputTokens: 0, outputTokens: 0 }, price)
}
