import { AppError } from '../../../shared/domain/app-error.ts'
import type { GateTerms, Ladder } from '../../../shared/domain/gate.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import { exampleDefinitions } from '../../../shared/domain/metric.ts'
import { ServingSettings, servingSettingsName } from '../../../shared/domain/monthly-cost.ts'
import type { Rung } from '../../../shared/domain/recipe.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { GateCandidate } from '../../ports/compute.ts'
import { monthlyCost } from '../cost/monthly-cost.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { tunedCosts } from './tuned-costs.ts'

/** The halves that runs are picked and tested on must not depend on which runs there are. */
const halvesSeed = 1

const latency = 'latencyMs.total.p95'
const figures = ['costUsd.per1k', 'costUsd.setup', latency]

export interface LadderRequest {
  readonly evalSetId: EvalSetId
  readonly split: string
  /** A measure with a value per question. */
  readonly metric: string
  readonly terms: GateTerms
}

/**
 * The four rungs on an eval set's split with the gates between them, computed in a worker. Costs are the stored figures of
 * each run at the volume of the serving settings. Runs made elsewhere are on no rung. A measure whose lower values are
 * better is turned round, so that a gain is an improvement.
 * Throws AppError INVALID_INPUT for a measure without a value per question.
 */
export async function ladderOf(
  { evalSetId, split, metric, terms }: LadderRequest,
  { store, compute }: Pick<ExperimentPorts, 'store' | 'compute'>,
): Promise<Ladder> {
  const definition = exampleDefinitions([metric])[0]
  if (!definition || definition.better === 'none') {
    throw new AppError('INVALID_INPUT', `"${metric}" is no measure with a value for each question and a direction.`, {
      metric,
    })
  }
  const serving = ServingSettings.parse(store.settings.get(servingSettingsName) ?? {})
  const candidates = new Map<Rung, GateCandidate[]>()
  for (const runId of store.runs.finishedRuns(evalSetId, split)) {
    const run = store.runs.run(runId)
    if (!run?.recipe) continue
    const { rung } = run.recipe
    candidates.set(rung, [...(candidates.get(rung) ?? []), candidateOf(run)])
  }
  return compute.decideLadder(metric, candidates, terms, halvesSeed)

  function candidateOf({ runId, jobId, provenance, recipe }: Run): GateCandidate {
    const values = store.runs.values(figures, jobId).get(runId)
    const figureOf = (name: string) => values?.get(name)?.value ?? null
    const costPer1kUsd = figureOf('costUsd.per1k')
    const scores = store.runs.scores(runId, metric)
    const { totalUsd } = monthlyCost(
      {
        per1kQueriesUsd: costPer1kUsd,
        setupUsd: figureOf('costUsd.setup'),
        indexBytes: provenance.indexBytes ?? 0,
        tuned: tunedCosts(recipe, store.fineTunes),
      },
      serving,
    )
    return {
      runId,
      scores: definition!.better === 'lower' ? (scores?.map((score) => -score) ?? null) : scores,
      costPer1kUsd,
      monthlyUsd: totalUsd,
      latencyP95Ms: figureOf(latency),
    }
  }
}
