export interface MonthlyCosts {
  /** Of answering alone; null when not known. */
  readonly per1kQueriesUsd: number | null
  readonly queriesPerMonth: number
  /** What is paid whether anybody asks or not: storage and hosting. */
  readonly fixedPerMonthUsd: number
  /** What is paid once until the next re-index or re-training; null when not known. */
  readonly setupUsd: number | null
  /** Months until then, at least 1. */
  readonly setupMonths: number
}

/** US dollars a month; each null when a part of it is not known. */
export interface MonthlyProjection {
  /** Answering and what is paid anyway. */
  readonly runningUsd: number | null
  /** The month's share of the set-up. */
  readonly setupShareUsd: number | null
  readonly totalUsd: number | null
  /** Running cost with what is paid anyway spread over the volume; null without queries. */
  readonly runningPer1kQueriesUsd: number | null
}

/** Monthly total = running × volume + set-up spread over the months until the next one. */
export function monthlyProjection(costs: MonthlyCosts): MonthlyProjection {
  const { per1kQueriesUsd, queriesPerMonth, fixedPerMonthUsd, setupUsd, setupMonths } = costs
  const runningUsd = per1kQueriesUsd === null ? null : (per1kQueriesUsd * queriesPerMonth) / 1000 + fixedPerMonthUsd
  const setupShareUsd = setupUsd === null ? null : setupUsd / setupMonths
  return {
    runningUsd,
    setupShareUsd,
    totalUsd: runningUsd === null || setupShareUsd === null ? null : runningUsd + setupShareUsd,
    runningPer1kQueriesUsd: runningUsd === null || queriesPerMonth === 0 ? null : (runningUsd / queriesPerMonth) * 1000,
  }
}
