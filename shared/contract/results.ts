import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Comparison } from '../domain/comparison.ts'
import { RunId } from '../domain/ids.ts'
import { MonthlyCost } from '../domain/monthly-cost.ts'
import {
  ChangeRange,
  ComparedQueries,
  ComparedQueryFilter,
  QueryListing,
  QueryNeighbours,
  QueryPage,
  QueryResult,
  RunDetail,
} from '../domain/results.ts'
import { ComparedSlices, SliceRef } from '../domain/slices.ts'

const offset = z.int().nonnegative().default(0)
const limit = z.int().min(1).max(200).default(100)
const Metrics = z.array(z.string()).max(24)

/** A run's results down to the single query. Runs are named by id. */
export const resultsContract = {
  run: oc.input(z.object({ runId: RunId })).output(RunDetail),
  /** Runs side by side with intervals. The first call for a run computes its bootstrap; later ones take the stored. */
  metrics: oc
    .input(z.object({ runs: z.array(RunId).min(1).max(8), baseline: RunId.optional(), metrics: z.array(z.string()) }))
    .output(Comparison),
  /** What the run's recipe would cost a month, at the volume that the user entered. */
  monthlyCost: oc.input(z.object({ runId: RunId })).output(MonthlyCost),
  queries: oc.input(QueryListing.extend({ offset, limit, metrics: Metrics.default([]) })).output(QueryPage),
  neighbours: oc.input(QueryListing.extend({ queryId: z.string().min(1) })).output(QueryNeighbours),
  query: oc
    .input(
      z.object({
        runId: RunId,
        queryId: z.string().min(1),
        /** How many passages to give with their text. */
        passages: z.int().min(1).max(200).default(20),
        metrics: Metrics.default([]),
      }),
    )
    .output(QueryResult),
  /** Queries of 2 to 8 runs on one measure, the worst change against the baseline first. */
  compareQueries: oc
    .input(
      z.object({
        runs: z.array(RunId).min(2).max(8),
        baseline: RunId,
        metric: z.string(),
        filter: ComparedQueryFilter.default('regressions'),
        search: z.string().max(500).default(''),
        slice: SliceRef.optional(),
        within: ChangeRange.optional(),
        offset,
        limit,
      }),
    )
    .output(ComparedQueries),
  /** The same runs on groups of questions, with paired differences and their intervals. */
  compareSlices: oc
    .input(z.object({ runs: z.array(RunId).min(2).max(8), baseline: RunId, metric: z.string() }))
    .output(ComparedSlices),
}
