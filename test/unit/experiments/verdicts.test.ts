import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Compute } from '../../../main/ports/compute.ts'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'
import { smallDataset } from '../../support/small-dataset.ts'

const metric = 'ndcg@10'

describe('verdicts of runs', () => {
  let memory: MemoryEngine
  let client: ReturnType<typeof createInProcessClient>
  let runIds: RunId[]
  let computed: number
  let original: Compute['comparePairs']

  beforeEach(async () => {
    memory = await openMemoryEngine({ small: smallDataset })
    client = createInProcessClient(memory.engine)
    await client.datasets.import({ paths: ['small'] })
    await memory.engine.jobs.idle()
    const { store, compute } = memory.ports
    runIds = fillWithRuns(store, (await client.datasets.list()).evalSets[0]!, 6)
    const random = createRandom(9)
    const base = Float64Array.from({ length: 60 }, random)
    // Runs 1 and 2 are far better and far worse, 3 hardly differs, 4 shares nothing, 5 is another family's.
    const columns = [0, 0.2, -0.2, 0, 0].map((shift) => base.map((score) => score + shift + 0.2 * (random() - 0.5)))
    columns[4]!.fill(Number.NaN)
    for (const [index, scores] of columns.entries()) store.runs.setScores(runIds[index]!, new Map([[metric, scores]]))
    store.runs.setStatus(runIds[5]!, 'failed', '2026-01-01T00:00:00.000Z', 'The key was refused.')
    computed = 0
    original = compute.comparePairs
    const { comparePairs } = compute
    compute.comparePairs = (baseline, runs, seed) => {
      computed += runs.length
      return comparePairs(baseline, runs, seed)
    }
  })
  afterEach(() => {
    memory.ports.compute.comparePairs = original
    return memory.engine.close()
  })

  const verdictsOf = (asked: readonly RunId[] = runIds) =>
    client.experiments.verdicts({ baseline: runIds[0]!, runIds: [...asked], metrics: [metric, 'costUsd.per1k'] })

  test('say better, worse, not decisive, or why they cannot be compared, and never speak of the baseline', async () => {
    const verdicts = await verdictsOf()
    expect(verdicts.map(({ runId, word, reason }) => [runIds.indexOf(runId), word, reason])).toEqual([
      [1, 'better', null],
      [2, 'worse', null],
      [3, 'notDecisive', null],
      [4, 'notComparable', 'notScored'],
      [5, 'notComparable', 'notFinished'],
    ])
    expect(verdicts[0]!.evidence).toMatchObject({ n: 60, familySize: 3 })
  })

  test('do not depend on which runs are asked for', async () => {
    const all = await verdictsOf()
    expect(await verdictsOf([runIds[3]!])).toEqual([all[2]])
  })

  test('are computed once, for the whole family; new scores drop the pairs of that run alone', async () => {
    await Promise.all([verdictsOf([runIds[1]!]), verdictsOf([runIds[2]!])])
    expect(computed).toBe(4)
    await verdictsOf()
    expect(computed).toBe(4)
    const { store } = memory.ports
    store.runs.setScores(runIds[1]!, new Map([[metric, store.runs.scores(runIds[0]!, metric)!]]))
    const [first] = await verdictsOf()
    expect(computed).toBe(5)
    expect(first).toMatchObject({ word: 'notDecisive', evidence: { value: 0, p: 1, ties: 60 } })
    store.runs.setScores(runIds[0]!, new Map([[metric, store.runs.scores(runIds[0]!, metric)!]]))
    await verdictsOf()
    expect(computed).toBe(9)
  })

  test('on a quantile of latency: lower is better, too few times decide nothing, and new times are compared anew', async () => {
    const { store } = memory.ports
    const p95 = 'latencyMs.total.p95'
    const random = createRandom(4)
    const times = (count: number, scale: number) => Array.from({ length: count }, () => scale * (10 + random()))
    const setTimes = (index: number, durationsMs: number[]) =>
      store.runs.setLatencies(runIds[index]!, new Map([['total', durationsMs]]))
    setTimes(0, times(75, 1))
    setTimes(1, times(75, 0.5))
    setTimes(2, times(75, 2))
    setTimes(3, times(50, 2))
    const verdictsOnTimes = () =>
      client.experiments.verdicts({ baseline: runIds[0]!, runIds: runIds.slice(0, 5), metrics: [p95] })
    const verdicts = await verdictsOnTimes()
    expect(verdicts.map(({ word, reason }) => [word, reason])).toEqual([
      ['better', null],
      ['worse', null],
      ['notDecisive', null],
      ['notComparable', 'notTimed'],
    ])
    const [faster, , few] = verdicts.map(({ evidence }) => evidence!)
    expect(faster).toMatchObject({ n: 75, familySize: 3, wins: 0, ties: 0, losses: 0, furtherExamples: null })
    expect(faster!.ciHigh).toBeLessThan(0)
    expect(few).toMatchObject({ n: 50, ciLow: null, ciHigh: null, p: 1 })
    setTimes(1, times(75, 3))
    expect((await verdictsOnTimes())[0]).toMatchObject({ word: 'worse' })
  })

  test('ladder: gates are evidence missing where a rung has no run, whatever else there is', async () => {
    const { evalSetId } = (await client.datasets.list()).evalSets[0]!
    const { split } = (await client.experiments.runs()).find(({ runId }) => runId === runIds[0])!
    const ladder = await client.experiments.ladder({ evalSetId, split, metric, terms: {} })
    expect(ladder.rungs.map(({ rung, missing }) => [rung, missing])).toEqual([
      ['prompt', 'noRuns'],
      ['rag', null],
      ['finetune', 'noRuns'],
      ['hybrid', 'noRuns'],
    ])
    expect(ladder.rungs[1]!.best).toBe(runIds[1])
    expect(ladder.gates.map(({ verdict, missingRung }) => [verdict, missingRung])).toEqual([
      ['evidenceMissing', 'prompt'],
      ['evidenceMissing', 'finetune'],
      ['evidenceMissing', 'finetune'],
    ])
  })
})
