import type { Comparison } from '../../../shared/domain/comparison.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { type MonthlyCost, ServingSettings, servingSettingsName } from '../../../shared/domain/monthly-cost.ts'
import type {
  ComparedQueries,
  QueryListing,
  QueryNeighbours,
  QueryPage,
  QueryResult,
  RunDetail,
} from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { ComparedSlices } from '../../../shared/domain/slices.ts'
import { compareQueries, type QueryComparison } from './comparing/compare-queries.ts'
import { compareRuns } from './comparing/compare-runs.ts'
import { compareSlices } from './comparing/compare-slices.ts'
import { runCosts } from './costs/run-costs.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { requireRun } from './require-run.ts'
import { rescoringsOf } from './rescoring/rescorings-of.ts'
import { type ListedQueries, listQueries, neighboursOf, pageOfQueries } from './results/list-queries.ts'
import { queryResult } from './results/query-result.ts'
import { runDetail } from './results/run-detail.ts'

/** Listings kept in order: a table asks for page after page of the same one. */
const keptListings = 8

/** What runs found, down to the single query. Reads only, but for intervals, which are stored once they are known. */
export class Results {
  readonly #ports: Pick<ExperimentPorts, 'store' | 'compute'>
  /** The latest last. */
  readonly #listings = new Map<string, ListedQueries>()

  constructor(ports: Pick<ExperimentPorts, 'store' | 'compute'>) {
    this.#ports = ports
  }

  /** All of these throw AppError NOT_FOUND when a run is not there. */
  run(runId: RunId): RunDetail {
    return runDetail(requireRun(runId, this.#ports), this.#ports)
  }

  metrics(runIds: readonly RunId[], baseline: RunId | undefined, metrics: readonly string[]): Promise<Comparison> {
    const runs = [...new Set(runIds)].map((runId) => requireRun(runId, this.#ports))
    return compareRuns(runs, baseline === undefined ? null : requireRun(baseline, this.#ports), metrics, this.#ports)
  }

  /** From the stored figures of the run and the user's own entries. */
  monthlyCost(runId: RunId): MonthlyCost {
    const kept = this.#ports.store.settings.get(servingSettingsName)
    return runCosts(requireRun(runId, this.#ports), ServingSettings.parse(kept ?? {}), this.#ports)
  }

  queries(listing: QueryListing, page: { offset: number; limit: number; metrics: readonly string[] }): QueryPage {
    const run = requireRun(listing.runId, this.#ports)
    return pageOfQueries(run, this.#listed(run, listing), page, this.#ports)
  }

  neighbours(listing: QueryListing, queryId: string): QueryNeighbours {
    const run = requireRun(listing.runId, this.#ports)
    return neighboursOf(run, queryId, this.#listed(run, listing), this.#ports)
  }

  query(runId: RunId, queryId: string, passages: number, metrics: readonly string[]): QueryResult {
    return queryResult(requireRun(runId, this.#ports), queryId, passages, metrics, this.#ports)
  }

  compareQueries(runIds: readonly RunId[], baseline: RunId, comparison: QueryComparison): ComparedQueries {
    const runs = runIds.map((runId) => requireRun(runId, this.#ports))
    return compareQueries(runs, requireRun(baseline, this.#ports), comparison, this.#ports)
  }

  compareSlices(runIds: readonly RunId[], baseline: RunId, metric: string): Promise<ComparedSlices> {
    const runs = runIds.map((runId) => requireRun(runId, this.#ports))
    return compareSlices(runs, requireRun(baseline, this.#ports), metric, this.#ports)
  }

  #listed(run: Run, listing: QueryListing): ListedQueries {
    const { sortBy, descending, search, filter, triage } = listing
    // A run's scores change when it is finished or scored again, its triage also when a person rates an answer.
    const revision = this.#ports.store.ratings.revision(run.runId)
    const key = JSON.stringify([
      run.runId,
      run.status,
      run.finishedAt,
      revision,
      rescoringsOf(run, this.#ports).length,
      sortBy,
      descending,
      search,
      filter,
      triage,
    ])
    const listed = this.#listings.get(key) ?? listQueries(run, listing, this.#ports)
    this.#listings.delete(key)
    this.#listings.set(key, listed)
    if (this.#listings.size > keptListings) this.#listings.delete(this.#listings.keys().next().value!)
    return listed
  }
}
