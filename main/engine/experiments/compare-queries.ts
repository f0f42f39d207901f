import { AppError } from '../../../shared/domain/app-error.ts'
import { exampleDefinitions } from '../../../shared/domain/metric.ts'
import type { ComparedQueries, ComparedQueryFilter, RunTally } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { ExperimentPorts } from './experiment-ports.ts'
import { firstRelevantRank } from './first-relevant-rank.ts'
import { matching, scoreAt, shortText } from './list-queries.ts'
import { orderPositions } from './order-positions.ts'

const profilePoints = 160

export interface QueryComparison {
  readonly metric: string
  readonly filter: ComparedQueryFilter
  readonly search: string
  readonly offset: number
  readonly limit: number
}

/**
 * Queries of several runs on one measure. A win is a query on which the run is better than the baseline, by the
 * direction of the measure; equal values are a tie. Only queries that both scored count, and only runs on the baseline's
 * eval set and split. Rows hold the queries that the baseline and all comparable runs scored, the worst change first.
 * Throws AppError INVALID_INPUT when the measure has no value for each query.
 */
export function compareQueries(
  runs: readonly Run[],
  baseline: Run,
  { metric, filter, search, offset, limit }: QueryComparison,
  { store }: Pick<ExperimentPorts, 'store'>,
): ComparedQueries {
  const definition = exampleDefinitions([metric])[0]
  if (!definition) {
    throw new AppError('INVALID_INPUT', `There is no measure "${metric}" with a value for each question.`, { metric })
  }
  const sign = definition.better === 'lower' ? -1 : 1
  const base = store.runs.scores(baseline.runId, metric)
  const columns = runs.map((run) => (reasonAgainst(run, baseline) ? null : store.runs.scores(run.runId, metric)))
  const others = columns.filter((column, index) => column !== null && runs[index]!.runId !== baseline.runId)
  const chosen: Record<ComparedQueryFilter, number[]> = { regressions: [], wins: [], ties: [], all: [] }
  /** The worst change of each query, then the best: what rows are ordered by. */
  const worst = new Float64Array(base?.length ?? 0).fill(Number.NaN)
  const best = new Float64Array(base?.length ?? 0).fill(Number.NaN)
  for (let position = 0; position < worst.length; position += 1) {
    if (Number.isNaN(base![position]!) || others.some((column) => Number.isNaN(column![position]!))) continue
    const changes = others.map((column) => sign * (column![position]! - base![position]!))
    worst[position] = Math.min(...changes, 0)
    best[position] = Math.max(...changes, 0)
    chosen.all.push(position)
    if (worst[position]! < 0) chosen.regressions.push(position)
    if (best[position]! > 0) chosen.wins.push(position)
    if (worst[position] === 0 && best[position] === 0) chosen.ties.push(position)
  }
  const positions = matching(Uint32Array.from(chosen[filter]), baseline, search, store)
  const order = orderPositions(positions, filter === 'wins' ? best : worst, filter === 'wins')
  const page = order.subarray(offset, offset + limit)
  const ranks = runs.map((run, index) => (columns[index] ? store.runs.scores(run.runId, 'mrr') : null))
  return {
    metric,
    tallies: runs.map((run, index) => tally(run, baseline, columns[index]!, base, sign)),
    shared: chosen.all.length,
    counts: {
      regressions: chosen.regressions.length,
      wins: chosen.wins.length,
      ties: chosen.ties.length,
      all: chosen.all.length,
    },
    total: order.length,
    rows: store.examples.queriesAt(baseline.evalSetId, baseline.split, page).map(({ queryId, text, tags }, row) => ({
      queryId,
      text: shortText(text),
      tags,
      values: columns.map((column) => scoreAt(column, page[row]!)),
      firstRelevantRanks: ranks.map((column) => firstRelevantRank(column?.[page[row]!])),
    })),
  }
}

function reasonAgainst(run: Run, baseline: Run): RunTally['notComparable'] {
  if (run.evalSetId !== baseline.evalSetId) return 'evalSet'
  return run.split === baseline.split ? null : 'split'
}

function tally(
  run: Run,
  baseline: Run,
  values: Float64Array | null,
  base: Float64Array | null,
  sign: number,
): RunTally {
  const counted = { runId: run.runId, n: 0, wins: 0, ties: 0, losses: 0, profile: [] }
  const reason = reasonAgainst(run, baseline)
  if (reason || !values || !base) return { ...counted, notComparable: reason ?? 'notScored' }
  const changes = base
    .map((value, position) => sign * (values[position]! - value))
    .filter((change) => !Number.isNaN(change))
    .sort()
  const n = changes.length
  const losses = changes.filter((change) => change < 0).length
  const wins = changes.filter((change) => change > 0).length
  const points = Math.min(n, profilePoints)
  return {
    runId: run.runId,
    notComparable: null,
    n,
    wins,
    ties: n - wins - losses,
    losses,
    profile: Array.from({ length: points }, (_, point) => changes[n - 1 - Math.floor(((point + 0.5) * n) / points)]!),
  }
}
