import { AppError } from '../../../../shared/domain/app-error.ts'
import type { GateTerms, Ladder } from '../../../../shared/domain/gate.ts'
import type { EvalSetId } from '../../../../shared/domain/ids.ts'
import { exampleDefinitions } from '../../../../shared/domain/metric.ts'
import { ServingSettings, servingSettingsName } from '../../../../shared/domain/monthly-cost.ts'
import type { Rung } from '../../../../shared/domain/recipe.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { GateCandidate } from '../../../ports/compute.ts'
import { runCosts } from '../costs/run-costs.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** The halves that runs are picked and tested on must not depend on which runs there are. */
const halvesSeed = 1

const latency = 'latencyMs.total.p95'

export interface LadderRequest {
  readonly evalSetId: EvalSetId
  readonly split: string
  /** A measure with a value per question. */
  readonly metric: string
  readonly terms: GateTerms
  /** Queries a month; left out: those of the serving settings. */
  readonly queriesPerMonth?: number
  /** Only these rungs are looked at; left out: all. */
  readonly among?: readonly Rung[]
}

/**
 * The four rungs on an eval set's split with the gates between them, computed in a worker. Costs are the stored figures of
 * each run at the volume. Runs made elsewhere are on no rung. A measure whose lower values are
 * better is turned round, so that a gain is an improvement.
 * Throws AppError INVALID_INPUT for a measure without a value per question.
 */
export async function ladderOf(
  { evalSetId, split, metric, terms, queriesPerMonth, among }: LadderRequest,
  { store, compute }: Pick<ExperimentPorts, 'store' | 'compute'>,
): Promise<Ladder> {
  const definition = exampleDefinitions([metric])[0]
  if (!definition || definition.better === 'none') {
    throw new AppError('INVALID_INPUT', `"${metric}" is no measure with a value for each question and a direction.`, {
      metric,
    })
  }
  const kept = ServingSettings.parse(store.settings.get(servingSettingsName) ?? {})
  const serving = { ...kept, queriesPerMonth: queriesPerMonth ?? kept.queriesPerMonth }
  const candidates = new Map<Rung, GateCandidate[]>()
  for (const runId of store.runs.finishedRuns(evalSetId, split)) {
    const run = store.runs.run(runId)
    if (!run?.recipe) continue
    const { rung } = run.recipe
    if (among && !among.includes(rung)) continue
    candidates.set(rung, [...(candidates.get(rung) ?? []), candidateOf(run)])
  }
  return compute.decideLadder(metric, candidates, terms, halvesSeed)

  function candidateOf(run: Run): GateCandidate {
    const { runId, recipe } = run
    const p95 = store.runs.valuesOf(runId, [latency]).get(latency)?.value ?? null
    const { per1kQueriesUsd, totalUsd } = runCosts(run, serving, { store })
    const scores = recipe === null ? null : store.runs.scores(runId, metric)
    // All that a month costs, spread over its queries: a training is not free because answering is cheap.
    const { queriesPerMonth: volume } = serving
    const allInPer1kUsd = totalUsd === null ? null : (totalUsd / volume) * 1000
    return {
      runId,
      scores: definition!.better === 'lower' ? (scores?.map((score) => -score) ?? null) : scores,
      costPer1kUsd: volume > 0 ? allInPer1kUsd : per1kQueriesUsd,
      monthlyUsd: totalUsd,
      latencyP95Ms: p95,
    }
  }
}
