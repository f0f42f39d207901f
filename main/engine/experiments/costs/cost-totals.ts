import type { LedgerLine } from '../../../../shared/domain/ledger.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { RunValue } from '../../../ports/run-store.ts'
import { costPer1kQueries } from '../../cost/cost-per-1k-queries.ts'
import { splitCosts } from '../../cost/split-costs.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/**
 * Figures of a run's ledger. A cost that is not known is missing, never 0; a run that answers nothing and calls nobody has
 * none. Totals stand for the run as a whole (n = 1).
 * @param queryEmbeddingUsd cost of embedding all queries once, whoever paid; null when the price is not known.
 */
export function costTotals(
  run: RecipeRun,
  queryEmbeddingUsd: number | null,
  { store }: Pick<ExperimentPorts, 'store'>,
): Map<string, RunValue> {
  const totals = new Map<string, RunValue>()
  const lines = store.calls.ledger(run.runId)
  const { generation, rerank } = run.recipe
  if (generation === null && rerank.kind === 'none' && lines.length === 0) return totals
  const { examples, answers } =
    generation === null ? { examples: run.queries, answers: run.queries } : store.answers.workedOn(run.runId)
  const { setupUsd, runningUsd, measuringUsd } = splitCosts(lines)
  // What was refused before it was sent, or by the server, cost nothing: as a query it would make the others look cheaper.
  const per1k = costPer1kQueries(runningUsd, answers)
  const embedding1k = costPer1kQueries(queryEmbeddingUsd, run.queries)
  if (per1k !== null && embedding1k !== null) totals.set('costUsd.per1k', { value: per1k + embedding1k, n: examples })
  if (lines.some(({ stage }) => stage === 'judge') && measuringUsd !== null) {
    totals.set('costUsd.judge', { value: measuringUsd, n: 1 })
  }
  if (setupUsd !== null) totals.set('costUsd.setup', { value: setupUsd, n: 1 })
  const spent = lines.map(({ spentUsd }) => spentUsd)
  if (!spent.includes(null)) {
    totals.set('costUsd.spent', { value: spent.reduce<number>((sum, usd) => sum + usd!, 0), n: 1 })
  }
  const generated = lines.filter(({ stage }) => stage === 'generation')
  const calls = callsOf(generated) - generated.reduce((sum, line) => sum + line.unconfirmedCalls, 0)
  if (calls > 0) {
    const usage = generated.map((line) => line.usage)
    totals.set('tokens.input', {
      value: usage.reduce((sum, { inputTokens }) => sum + inputTokens, 0) / calls,
      n: calls,
    })
    totals.set('tokens.output', {
      value: usage.reduce((sum, { outputTokens }) => sum + outputTokens, 0) / calls,
      n: calls,
    })
  }
  return totals
}

function callsOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((sum, { calls }) => sum + calls, 0)
}
