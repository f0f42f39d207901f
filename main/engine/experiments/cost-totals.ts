import type { CostStage, LedgerLine } from '../../../shared/domain/ledger.ts'
import type { RecipeRun } from '../../../shared/domain/run.ts'
import type { RunValue } from '../../ports/run-store.ts'
import type { ExperimentPorts } from './experiment-ports.ts'

/** What serving a query costs; set-up and judging are apart. */
const servingStages: readonly CostStage[] = ['rerank', 'generation']

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
  const repetitions = generation?.repetitions ?? 1
  const answered = generation === null ? run.queries : store.answers.answeredExamples(run.runId)
  const serving = sumOf(linesAt(lines, servingStages))
  if (answered > 0 && serving !== null && queryEmbeddingUsd !== null) {
    const perQuery = serving / repetitions / answered + queryEmbeddingUsd / run.queries
    totals.set('costUsd.per1k', { value: perQuery * 1000, n: answered })
  }
  const judge = linesAt(lines, ['judge'])
  const judged = sumOf(judge)
  if (judge.length > 0 && judged !== null) totals.set('costUsd.judge', { value: judged, n: 1 })
  const setup = sumOf(linesAt(lines, ['embedding', 'storage']))
  if (setup !== null) totals.set('costUsd.setup', { value: setup, n: 1 })
  const spent = lines.map(({ spentUsd }) => spentUsd)
  if (!spent.includes(null)) {
    totals.set('costUsd.spent', { value: spent.reduce<number>((sum, usd) => sum + usd!, 0), n: 1 })
  }
  const generated = linesAt(lines, ['generation'])
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

function linesAt(lines: readonly LedgerLine[], stages: readonly CostStage[]): LedgerLine[] {
  return lines.filter(({ stage }) => stages.includes(stage))
}

/** Null when the cost of any line is not known. */
function sumOf(lines: readonly LedgerLine[]): number | null {
  return lines.reduce<number | null>((sum, { costUsd }) => (sum === null || costUsd === null ? null : sum + costUsd), 0)
}

function callsOf(lines: readonly LedgerLine[]): number {
  return lines.reduce((sum, { calls }) => sum + calls, 0)
}
