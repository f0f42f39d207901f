import type { MonthlyCost, ServingSettings } from '../../../shared/domain/monthly-cost.ts'

export interface CostsOfRun {
  /** Of answering alone; null when not known. */
  readonly per1kQueriesUsd: number | null
  /** What is paid once until the next re-index; null when not known. */
  readonly setupUsd: number | null
  /** Of the index; 0 without one. */
  readonly indexBytes: number
  /** Where a tuned model answers. */
  readonly tuned?: TunedCosts | null
}

export interface TunedCosts {
  /** Null when not known. */
  readonly trainingUsd: number | null
  readonly isEstimate: boolean
  /** Whether the provider asks nothing for keeping it ready. */
  readonly isBilledPerToken: boolean
}

/**
 * Monthly total = running × volume + storage + set-up and training, each spread over the months until the next one + hosting. A gigabyte is 10⁹ bytes, as
 * providers bill it.
 */
export function monthlyCost(costs: CostsOfRun, serving: ServingSettings): MonthlyCost {
  const { per1kQueriesUsd, setupUsd, indexBytes, tuned = null } = costs
  const answeringUsd = per1kQueriesUsd === null ? null : (per1kQueriesUsd * serving.queriesPerMonth) / 1000
  const storageUsd = (indexBytes / 1e9) * serving.storageUsdPerGigabyteMonth
  const setupShareUsd = setupUsd === null ? null : setupUsd / serving.setupMonths
  const trainingUsd = tuned === null ? 0 : tuned.trainingUsd
  const trainingShareUsd = trainingUsd === null ? null : trainingUsd / serving.trainingMonths
  const hostingUsd = tuned === null ? 0 : (serving.hostingUsdPerMonth ?? (tuned.isBilledPerToken ? 0 : null))
  const parts = [answeringUsd, storageUsd, setupShareUsd, trainingShareUsd, hostingUsd]
  return {
    serving,
    per1kQueriesUsd,
    answeringUsd,
    storageUsd,
    setupShareUsd,
    trainingShareUsd,
    hostingUsd,
    trainingIsEstimate: tuned?.isEstimate ?? false,
    totalUsd: parts.reduce<number | null>((sum, part) => (sum === null || part === null ? null : sum + part), 0),
  }
}
