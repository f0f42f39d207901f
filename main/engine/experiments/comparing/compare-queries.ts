import type { ChangeRange, ComparedQueries, ComparedQueryFilter, RunTally } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { SliceRef } from '../../../../shared/domain/slices.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { firstRelevantRank } from '../results/first-relevant-rank.ts'
import { matching, scoreAt, shortText } from '../results/list-queries.ts'
import { orderPositions } from '../results/order-positions.ts'
import { meanScoreAt, type SharedScores, sharedScores } from './shared-scores.ts'
import { isInSlice } from './slice-questions.ts'

const profilePoints = 160
/** Bars of the distribution on each side of no change. */
const binsPerSide = 10

export interface QueryComparison {
  readonly metric: string
  readonly filter: ComparedQueryFilter
  readonly search: string
  /** Only questions of this slice. */
  readonly slice?: SliceRef | undefined
  /** Only questions on which a run changed by so much. */
  readonly within?: ChangeRange | undefined
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
  { metric, filter, search, slice, within, offset, limit }: QueryComparison,
  { store }: Pick<ExperimentPorts, 'store'>,
): ComparedQueries {
  const scores = sharedScores(runs, baseline, metric, { store })
  const { base, columns, sign } = scores
  const others = columns.filter((column, index) => column !== null && runs[index]!.runId !== baseline.runId)
  const chosen: Record<ComparedQueryFilter, number[]> = { regressions: [], wins: [], ties: [], all: [] }
  /** The worst change of each query, then the best: what rows are ordered by. */
  const worst = new Float64Array(base?.length ?? 0).fill(Number.NaN)
  const best = new Float64Array(base?.length ?? 0).fill(Number.NaN)
  for (const position of brushed(scores, runs, baseline, { slice, within }, store)) {
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
  const changes = runs.map((_, index) => changesOf(scores, index))
  const largest = Math.max(0, ...changes.flatMap((each) => (each && each.length > 0 ? [each[0]!, -each.at(-1)!] : [])))
  return {
    metric,
    tallies: runs.map(({ runId }, index) => ({
      runId,
      notComparable: scores.reasons[index]!,
      ...tallyOf(changes[index] ?? new Float64Array(), largest),
    })),
    binWidth: scores.isFraction ? 1 / binsPerSide : largest / binsPerSide,
    shared: scores.positions.length,
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

  function tallyOf(sorted: Float64Array, most: number): Omit<RunTally, 'runId' | 'notComparable'> {
    const n = sorted.length
    const losses = sorted.filter((change) => change < 0).length
    const wins = sorted.filter((change) => change > 0).length
    const points = Math.min(n, profilePoints)
    return {
      n,
      wins,
      ties: n - wins - losses,
      losses,
      profile: Array.from({ length: points }, (_, point) => sorted[Math.floor(((point + 0.5) * n) / points)]!),
      distribution: distributionOf(sorted, scores.isFraction ? 1 : most),
    }
  }
}

/** Changes of a run on the questions that it and the baseline scored, best first; null where it cannot be compared. */
function changesOf({ base, columns, sign, reasons }: SharedScores, run: number): Float64Array | null {
  if (reasons[run] !== null) return null
  const values = columns[run]!
  return base!
    .map((value, position) => sign * (values[position]! - value))
    .filter((change) => !Number.isNaN(change))
    .sort()
    .reverse()
}

/**
 * How many changes fall into each bar: ten of worse, from the worst, then ten of better. A bar holds its end that is
 * farther from 0; no change is in none of them.
 */
function distributionOf(changes: Float64Array, most: number): number[] {
  const counts = new Array<number>(2 * binsPerSide).fill(0)
  for (const change of changes) {
    if (change === 0) continue
    // A tenth that is a hair too long is still a tenth.
    const step = Math.min(binsPerSide, Math.ceil((Math.abs(change) / most) * binsPerSide - 1e-9))
    const bar = change > 0 ? binsPerSide + step - 1 : binsPerSide - step
    counts[bar] = counts[bar]! + 1
  }
  return counts
}

/** Positions of the shared questions that the charts let through. */
function brushed(
  scores: SharedScores,
  runs: readonly Run[],
  baseline: Run,
  { slice, within }: Pick<QueryComparison, 'slice' | 'within'>,
  store: ExperimentPorts['store'],
): readonly number[] {
  let { positions } = scores
  if (within) {
    const column = scores.columns[runs.findIndex(({ runId }) => runId === within.runId)]
    const hair = 1e-9
    positions = positions.filter((position) => {
      const change = column ? scores.sign * (column[position]! - scores.base![position]!) : Number.NaN
      if (within.to <= 0) return change < 0 && change >= within.from - hair && change < within.to - hair
      return change > 0 && change > within.from + hair && change <= within.to + hair
    })
  }
  if (slice && positions.length > 0) {
    const questions = store.examples.queriesAt(baseline.evalSetId, baseline.split, positions)
    positions = positions.filter((position, index) =>
      isInSlice({ ...questions[index]!, meanScore: meanScoreAt(scores, position) }, slice),
    )
  }
  return positions
}
