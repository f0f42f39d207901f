import { AppError } from '../../../shared/domain/app-error.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { exampleDefinitions, type MetricDefinition } from '../../../shared/domain/metric.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { NotComparableReason, Verdict } from '../../../shared/domain/verdict.ts'
import type { StoredPair } from '../../ports/run-store.ts'
import { judgePairs } from '../statistics/judge-pairs.ts'
import type { ExperimentPorts } from './experiment-ports.ts'

/** Part of the cache key: raised whenever the method gives other figures. */
const methodVersion = 1

/** One task of a worker: long enough to be worth the way, short enough that other work comes between. */
const pairsAtOnce = 25

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

/**
 * Verdicts of runs against a baseline. Each pair of runs is computed once, in a worker, and stored until the scores of
 * one of the two change; Holm's correction is taken anew each time, as a further run is a further test.
 */
export class Verdicts {
  readonly #ports: Ports
  /** Families that are being computed, so that two askers wait for one computation. */
  readonly #underWay = new Map<string, Promise<ReadonlyMap<RunId, StoredPair | null>>>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** Measures without a value per question are left out, as is the baseline. Throws AppError NOT_FOUND. */
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
    for (const definition of exampleDefinitions(metrics)) {
      signal?.throwIfAborted()
      // Ten measures of ten thousand stored pairs take a while to read: others come between.
      await new Promise<void>((resolve) => setImmediate(resolve))
      const comparable = asked.some((run) => reasonAgainst(run, baseline) === null)
      const family = comparable ? await this.#family(baseline, definition.name) : new Map<RunId, StoredPair | null>()
      verdicts.push(...verdictsOn(asked, baseline, definition, family))
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
    const method = `paired-10000-seed${seed}@${methodVersion}`
    const stored = store.runs.pairs(baseline.runId, metric, method)
    const family = new Map<RunId, StoredPair | null>()
    const open: RunId[] = []
    for (const runId of store.runs.finishedRuns(baseline.evalSetId, baseline.split)) {
      if (runId === baseline.runId) continue
      const pair = stored.get(runId)
      if (pair === undefined) open.push(runId)
      else family.set(runId, pair)
    }
    const base = open.length > 0 ? store.runs.scores(baseline.runId, metric) : null
    for (let from = 0; from < open.length; from += pairsAtOnce) {
      const runIds = open.slice(from, from + pairsAtOnce)
      const scored = runIds.flatMap((runId) => {
        const scores = base && store.runs.scores(runId, metric)
        return scores ? [{ runId, scores }] : []
      })
      const pairs = base
        ? await compute.comparePairs(
            base,
            scored.map(({ scores }) => scores),
            seed,
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

  #isUnchanged(runId: RunId, metric: string, scores: Float64Array): boolean {
    const now = this.#ports.store.runs.scores(runId, metric)
    return now?.length === scores.length && now.every((value, index) => Object.is(value, scores[index]))
  }
}

function verdictsOn(
  asked: readonly Run[],
  baseline: Run,
  { name: metric, better }: MetricDefinition,
  family: ReadonlyMap<RunId, StoredPair | null>,
): Verdict[] {
  const members = [...family].flatMap(([runId, pair]) => (pair ? [{ runId, pair }] : []))
  const judged = judgePairs(
    members.map(({ pair }) => pair),
    better,
  )
  const byRun = new Map(members.map(({ runId }, index) => [runId, judged[index]!]))
  return asked.map((run): Verdict => {
    const reason = reasonAgainst(run, baseline)
    const found = reason === null ? byRun.get(run.runId) : undefined
    if (!found) {
      return { runId: run.runId, metric, word: 'notComparable', reason: reason ?? 'notScored', evidence: null }
    }
    return { runId: run.runId, metric, word: found.word, reason: null, evidence: found.evidence }
  })
}

function reasonAgainst(run: Run, baseline: Run): NotComparableReason | null {
  if (run.evalSetId !== baseline.evalSetId) return 'evalSet'
  if (run.split !== baseline.split) return 'split'
  return run.status === 'finished' && baseline.status === 'finished' ? null : 'notFinished'
}
