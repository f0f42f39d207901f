import type { MonthlyCost, ServingSettings } from '../../../shared/domain/monthly-cost.ts'

export interface CostsOfRun {
  /** Of answering alone; null when not known. */
  readonly per1kQueriesUsd: number | null
  /** What is paid once until the next re-index; null when not known. */
  readonly setupUsd: number | null
  /** Of the index; 0 without one. */
  readonly indexBytes: number
}

/**
 * Monthly total = running × volume + storage + set-up spread over the months until the next one. A gigabyte is 10⁹ bytes, as
 * providers bill it.
 */
export function monthlyCost(costs: CostsOfRun, serving: ServingSettings): MonthlyCost {
  const { per1kQueriesUsd, setupUsd, indexBytes } = costs
  const answeringUsd = per1kQueriesUsd === null ? null : (per1kQueriesUsd * serving.queriesPerMonth) / 1000
  const storageUsd = (indexBytes / 1e9) * serving.storageUsdPerGigabyteMonth
  const setupShareUsd = setupUsd === null ? null : setupUsd / serving.setupMonths
  return {
    serving,
    per1kQueriesUsd,
    answeringUsd,
    storageUsd,
    setupShareUsd,
    totalUsd: answeringUsd === null || setupShareUsd === null ? null : answeringUsd + storageUsd + setupShareUsd,
  }
}
