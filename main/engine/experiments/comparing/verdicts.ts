import { AppError } from '../../../../shared/domain/app-error.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import {
  exampleDefinitions,
  type LatencyStage,
  type MetricDefinition,
  metricDefinitions,
} from '../../../../shared/domain/metric.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { NotComparableReason, PairVerdict, Verdict } from '../../../../shared/domain/verdict.ts'
import type { StoredPair } from '../../../ports/run-store.ts'
import { judgePairs } from '../../statistics/judge-pairs.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { findCopies } from './find-copies.ts'
import { statedPair } from './stated-pair.ts'

/** `latencyMs.search.p95`: the stage, and the quantile in per cent. */
const latencyQuantile = /^latencyMs\.(\w+)\.p(\d+)$/u

/** Part of the cache key: raised whenever the method gives other figures. */
const methodVersion = 1

/** One task of a worker: long enough to be worth the way, short enough that other work comes between. */
const pairsAtOnce = 25

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

/**
 * Verdicts of runs against a baseline. Each pair of runs is computed once, in a worker, and stored until the scores of
 * one of the two change; Holm's correction is taken anew each time, as a further run is a further test, and a copy of one
 * that came back by an import is none. What a file states of two of its runs is given as it stands.
 */
export class Verdicts {
  readonly #ports: Ports
  /** Families that are being computed, so that two askers wait for one computation. */
  readonly #underWay = new Map<string, Promise<ReadonlyMap<RunId, StoredPair | null>>>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Measures of a run as a whole are left out, but for quantiles of latency; so is the baseline. Throws AppError NOT_FOUND. */
  async of(
    baselineId: RunId,
    runIds: readonly RunId[],
    metrics: readonly string[],
    signal?: AbortSignal,
  ): Promise<Verdict[]> {
    const { runs } = this.#ports.store
    const baseline = runs.run(baselineId)
    if (!baseline) {
      throw new AppError('NOT_FOUND', 'The baseline run was deleted. Pin another one.', { runId: baselineId })
    }
    const asked = runIds.flatMap((runId) => (runId === baselineId ? [] : (runs.run(runId) ?? [])))
    const verdicts: Verdict[] = []
    const origins = runs.finishedOrigins(baseline.evalSetId, baseline.split)
    const nameOf = (runId: RunId) => runs.run(runId)?.name ?? ''
    const stated = new Map(asked.map((run) => [run.runId, statedPair(run, baseline, this.#ports)]))
    for (const definition of decidable(metrics)) {
      signal?.throwIfAborted()
      // Ten measures of ten thousand stored pairs take a while to read: others come between.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const comparable = asked.some((run) => reasonAgainst(run, baseline) === null)
      const family = comparable ? await this.#family(baseline, definition.name) : new Map<RunId, StoredPair | null>()
      const copies = findCopies(baseline.runId, family, origins, nameOf)
      const judged = judgeFamily(baseline.runId, family, copies, definition.better)
      const found = (run: Run) => stated.get(run.runId)?.get(definition.name)?.verdict ?? judged.get(run.runId)
      verdicts.push(...asked.map((run) => verdictOn(run, baseline, definition.name, found(run))))
    }
    return verdicts
  }

  #family(baseline: Run, metric: string): Promise<ReadonlyMap<RunId, StoredPair | null>> {
    const key = `${baseline.runId} ${metric}`
    const underWay = this.#underWay.get(key)
    if (underWay) return underWay
    const computed = this.#compute(baseline, metric).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, computed)
    return computed
  }

  async #compute(baseline: Run, metric: string): Promise<ReadonlyMap<RunId, StoredPair | null>> {
    const { store, compute } = this.#ports
    const { seed } = baseline.provenance
    const quantile = quantileOf(metric)
    const method = `${quantile === null ? 'paired' : 'quantile'}-10000-seed${seed}@${methodVersion}`
    const compare = (base: Float64Array, columns: readonly Float64Array[]) =>
      quantile === null
        ? compute.comparePairs(base, columns, seed)
        : compute.compareQuantiles(base, columns, quantile, seed)
    const stored = store.runs.pairs(baseline.runId, metric, method)
    const family = new Map<RunId, StoredPair | null>()
    const open: RunId[] = []
    for (const runId of store.runs.finishedRuns(baseline.evalSetId, baseline.split)) {
      if (runId === baseline.runId) continue
      const pair = stored.get(runId)
      if (pair === undefined) open.push(runId)
      else family.set(runId, pair)
    }
    const base = open.length > 0 ? this.#values(baseline.runId, metric) : null
    for (let from = 0; from < open.length; from += pairsAtOnce) {
      const runIds = open.slice(from, from + pairsAtOnce)
      const scored = runIds.flatMap((runId) => {
        const scores = base && this.#values(runId, metric)
        return scores ? [{ runId, scores }] : []
      })
      const pairs = base
        ? await compare(
            base,
            scored.map(({ scores }) => scores),
          )
        : []
      const found = new Map(scored.map(({ runId }, index) => [runId, pairs[index]!]))
      // What has no scores now may be scored later: only what was computed is kept. What rests on scores that changed
      // meanwhile is not: such pairs were dropped already.
      if (!store.readOnly && base && this.#isUnchanged(baseline.runId, metric, base)) {
        const unchanged = scored.filter(({ runId, scores }) => this.#isUnchanged(runId, metric, scores))
        const kept = new Map(unchanged.map(({ runId }) => [runId, found.get(runId)!]))
        store.runs.setPairs(baseline.runId, metric, method, kept)
      }
      for (const [runId, pair] of found) family.set(runId, pair)
    }
    return family
  }

  /** Scores of the split's questions, or the milliseconds of the timed ones; null where there are none. */
  #values(runId: RunId, metric: string): Float64Array | null {
    const { runs } = this.#ports.store
    const [, stage] = latencyQuantile.exec(metric) ?? []
    if (stage === undefined) return runs.scores(runId, metric)
    const durationsMs = runs.latencies(runId).get(stage as LatencyStage)
    return durationsMs ? Float64Array.from(durationsMs) : null
  }

  #isUnchanged(runId: RunId, metric: string, scores: Float64Array): boolean {
    const now = this.#values(runId, metric)
    return now?.length === scores.length && now.every((value, index) => Object.is(value, scores[index]))
  }
}

function decidable(metrics: readonly string[]): MetricDefinition[] {
  const quantiles = [...metricDefinitions.values()].filter(({ name }) => quantileOf(name) !== null)
  return [...exampleDefinitions(metrics), ...quantiles.filter(({ name }) => metrics.includes(name))]
}

/** The fraction of a quantile of latency; null for a measure with a value per question. */
function quantileOf(metric: string): number | null {
  const [, , percent] = latencyQuantile.exec(metric) ?? []
  return percent === undefined ? null : Number(percent) / 100
}

/** Each run's verdict; copies have that of the run they stand for, and count in no correction. */
function judgeFamily(
  baselineId: RunId,
  family: ReadonlyMap<RunId, StoredPair | null>,
  copies: ReadonlyMap<RunId, RunId>,
  better: MetricDefinition['better'],
): ReadonlyMap<RunId, PairVerdict> {
  const members = [...family].flatMap(([runId, pair]) => (pair && !copies.has(runId) ? [{ runId, pair }] : []))
  const pairs = members.map(({ pair }) => pair)
  const judged = new Map<RunId, PairVerdict>(
    judgePairs(pairs, better).map((found, index) => [members[index]!.runId, { ...found, reason: null }]),
  )
  for (const [runId, original] of copies) {
    const found = original === baselineId ? ofBaseline(family.get(runId)!, pairs.length, better) : judged.get(original)!
    judged.set(runId, found)
  }
  return judged
}

/** A copy of the baseline differs from it in nothing, whatever else is tested. */
function ofBaseline(pair: StoredPair, tests: number, better: MetricDefinition['better']): PairVerdict {
  const { word, evidence } = judgePairs([pair], better)[0]!
  return { word, reason: null, evidence: { ...evidence, familySize: Math.max(1, tests) } }
}

function verdictOn(run: Run, baseline: Run, metric: string, found: PairVerdict | undefined): Verdict {
  const place = { runId: run.runId, metric }
  const reason = reasonAgainst(run, baseline)
  const isTimed = quantileOf(metric) !== null
  if (reason !== null || !found) {
    const missing = isTimed ? 'notTimed' : 'notScored'
    return { ...place, word: 'notComparable', reason: reason ?? missing, evidence: null }
  }
  // Times are not held against each other question by question: nothing was won, equal or lost.
  if (isTimed && found.evidence) return { ...place, ...found, evidence: { ...found.evidence, ties: 0 } }
  return { ...place, ...found }
}

function reasonAgainst(run: Run, baseline: Run): NotComparableReason | null {
  if (run.evalSetId !== baseline.evalSetId) return 'evalSet'
  if (run.split !== baseline.split) return 'split'
  return run.status === 'finished' && baseline.status === 'finished' ? null : 'notFinished'
}
