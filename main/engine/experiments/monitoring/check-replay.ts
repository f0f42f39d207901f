import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import { exampleDefinitions } from '../../../../shared/domain/metric.ts'
import type { MonitorTerms, ReplayCheck } from '../../../../shared/domain/monitor.ts'
import type { RecipeRun, Run } from '../../../../shared/domain/run.ts'
import { judgeChange, type MeasuredChange } from '../../monitoring/judge-change.ts'
import { createResampling } from '../../statistics/create-resampling.ts'
import { quantileDifference } from '../../statistics/quantile-difference.ts'
import { quantileType7 } from '../../statistics/quantile-type-7.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

const p95 = 0.95

/** Holds a finished replay against the pinned run: quality, latency, cost and refusals, each with its interval. */
export async function checkReplay(
  pinned: RecipeRun,
  replay: Run,
  terms: MonitorTerms,
  ports: Ports,
): Promise<ReplayCheck[]> {
  const otherQuestions =
    pinned.provenance.evalSetHash === replay.provenance.evalSetHash
      ? null
      : 'the questions or judgments changed since the run was pinned'
  const { better = 'higher', unit = 'fraction' } = exampleDefinitions([terms.metric])[0] ?? {}
  const scores = (run: Run, metric: string) => ports.store.runs.scores(run.runId, metric)
  const checks = [
    await paired(
      {
        kind: 'quality',
        unit,
        limit: better === 'lower' ? terms.leastQualityDrop : -terms.leastQualityDrop,
        pinned: scores(pinned, terms.metric),
        replay: scores(replay, terms.metric),
        obstacle: otherQuestions,
        scale: 1,
      },
      pinned.provenance.seed,
      ports,
    ),
    latency(pinned, replay, terms, ports),
  ]
  if (pinned.recipe.generation === null) return checks.map(judgeChange)
  const costs = [costPerQuestion(pinned, ports), costPerQuestion(replay, ports)] as const
  const pinnedCost = costs[0] ? 1000 * meanOf(costs[0]) : null
  checks.push(
    await paired(
      {
        kind: 'refusals',
        unit: 'fraction',
        limit: terms.leastRefusalRise,
        pinned: scores(pinned, 'abstained'),
        replay: scores(replay, 'abstained'),
        obstacle: otherQuestions,
        scale: 1,
      },
      pinned.provenance.seed,
      ports,
    ),
  )
  // What costs nothing, such as the built-in reader, has no cost that could rise.
  if (isExtractive(pinned.recipe.generation)) return checks.map(judgeChange)
  checks.push(
    await paired(
      {
        kind: 'cost',
        unit: 'usd',
        limit: pinnedCost === null || pinnedCost === 0 ? null : terms.leastCostRise * pinnedCost,
        pinned: costs[0],
        replay: costs[1],
        obstacle: otherQuestions ?? (costs[0] && costs[1] ? null : 'the price of an answer is not known'),
        scale: 1000,
      },
      pinned.provenance.seed,
      ports,
    ),
  )
  return checks.map(judgeChange)
}

interface PairedColumns extends Pick<MeasuredChange, 'kind' | 'unit' | 'limit'> {
  /** One value per question of the split, NaN where missing. */
  readonly pinned: Float64Array | null
  readonly replay: Float64Array | null
  /** Why the two cannot be held against each other. */
  readonly obstacle: string | null
  /** From the unit of the columns to that of the check. */
  readonly scale: number
}

async function paired(
  { kind, unit, limit, pinned, replay, obstacle, scale }: PairedColumns,
  seed: number,
  { compute }: Ports,
): Promise<MeasuredChange> {
  const none = { kind, unit, limit, pinned: null, value: null, change: null, ciLow: null, ciHigh: null, n: 0 }
  if (obstacle !== null) return { ...none, reason: obstacle }
  if (!pinned || !replay || pinned.length !== replay.length) return { ...none, reason: 'one of the two has no scores' }
  const shared = pinned.map((value, at) => (Number.isNaN(value) || Number.isNaN(replay[at]!) ? Number.NaN : at))
  const at = shared.filter((position) => !Number.isNaN(position))
  if (at.length === 0) return { ...none, reason: 'no question has a score in both' }
  const [estimate] = await compute.estimateMeans(
    [{ metric: kind, kind: 'mean', values: at.map((position) => scale * (replay[position]! - pinned[position]!)) }],
    seed,
  )
  const { value: change, ciLow, ciHigh, n } = estimate!
  const unlimited = limit === null ? 'the pinned run cost nothing, so there is no share of it' : null
  const mean = (column: Float64Array) => (scale * at.reduce((sum, position) => sum + column[position]!, 0)) / at.length
  return { kind, unit, limit, pinned: mean(pinned), value: mean(replay), change, ciLow, ciHigh, n, reason: unlimited }
}

function latency(pinned: Run, replay: Run, { leastLatencyRise }: MonitorTerms, { store }: Ports): MeasuredChange {
  const [before, after] = [pinned, replay].map(({ runId }) =>
    Float64Array.from(store.runs.latencies(runId).get('total') ?? []),
  )
  const { seed } = pinned.provenance
  const found = quantileDifference(after!, before!, p95, [
    createResampling({ seed }),
    createResampling({ seed: seed + 1 }),
  ])
  const quantile = (durationsMs: Float64Array) =>
    durationsMs.length === 0 ? null : quantileType7(durationsMs.toSorted(), p95)
  const beforeMs = quantile(before!)
  return {
    kind: 'latency',
    unit: 'ms',
    pinned: beforeMs,
    value: quantile(after!),
    change: found?.value ?? null,
    ciLow: found?.ciLow ?? null,
    ciHigh: found?.ciHigh ?? null,
    n: after!.length,
    limit: beforeMs === null ? null : leastLatencyRise * beforeMs,
    reason: found ? null : 'one of the two was not timed',
  }
}

/** US dollars of a question's answers, mean over repetitions; null when the price of any is not known. */
function costPerQuestion(run: Run, { store }: Ports): Float64Array | null {
  const sums = new Float64Array(run.queries).fill(Number.NaN)
  const counts = new Uint32Array(run.queries)
  for (const { queryId, costUsd } of store.answers.all(run.runId)) {
    const position = store.examples.positionOf(run.evalSetId, run.split, queryId)
    if (costUsd === null) return null
    if (position === null) continue
    sums[position] = (counts[position] === 0 ? 0 : sums[position]!) + costUsd
    counts[position] = counts[position]! + 1
  }
  return sums.map((sum, position) => sum / Math.max(1, counts[position]!))
}

function meanOf(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value))
  return present.length === 0 ? 0 : present.reduce((sum, value) => sum + value, 0) / present.length
}
