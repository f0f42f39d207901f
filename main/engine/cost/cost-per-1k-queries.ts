/** US dollars per 1,000 queries; null when the cost is not known or nothing was asked. */
export function costPer1kQueries(costUsd: number | null, queries: number): number | null {
  return costUsd === null || queries === 0 ? null : (costUsd / queries) * 1000
}
