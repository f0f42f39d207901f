import type { MonthlyCost, ServingSettings } from '../../../../shared/domain/monthly-cost.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { monthlyCost } from '../../cost/monthly-cost.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { tunedCosts } from './tuned-costs.ts'

/**
 * What a run's recipe costs, from its stored figures. A recipe that calls nobody has no ledger, and costs nothing to ask;
 * anything else without a figure is not known.
 */
export function runCosts(run: Run, serving: ServingSettings, { store }: Pick<ExperimentPorts, 'store'>): MonthlyCost {
  const values = store.runs.valuesOf(run.runId, ['costUsd.per1k', 'costUsd.setup'])
  const free = callsNobody(run) ? 0 : null
  return monthlyCost(
    {
      per1kQueriesUsd: values.get('costUsd.per1k')?.value ?? free,
      setupUsd: values.get('costUsd.setup')?.value ?? free,
      indexBytes: run.provenance.indexBytes ?? 0,
      tuned: tunedCosts(run.recipe, store.fineTunes),
    },
    serving,
  )
}

function callsNobody({ recipe }: Run): boolean {
  return (
    recipe !== null &&
    recipe.generation === null &&
    recipe.rerank.kind === 'none' &&
    (recipe.embedding.kind !== 'openai' || recipe.search.mode === 'fulltext')
  )
}
