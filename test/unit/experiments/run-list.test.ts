import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createEngine } from '../../../main/engine/engine.ts'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { exampleMetrics, metricDefinitions } from '../../../shared/domain/metric.ts'
import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import { RunList } from '../../../shared/domain/run-list.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'
import { smallDataset } from '../../support/small-dataset.ts'

const sweep: SweepSpec = {
  name: 'Three modes',
  base: { chunking: { sizeTokens: 16, overlapTokens: 4 }, embedding: { kind: 'openai' } },
  grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] },
}
const allMetrics = [...metricDefinitions.keys()]

describe('list of runs', () => {
  let memory: MemoryEngine
  let client: ReturnType<typeof createInProcessClient>
  let runIds: RunId[]

  beforeEach(async () => {
    memory = await openMemoryEngine({ small: smallDataset })
    client = createInProcessClient(memory.engine)
    await client.datasets.import({ paths: ['small'] })
    await memory.engine.jobs.idle()
    ;({ runIds } = await client.experiments.start(sweep))
    await memory.engine.jobs.idle()
  })
  afterEach(() => memory.engine.close())

  test('holds the same figures as the comparison, without its intervals', async () => {
    const list = await client.experiments.list({ metrics: allMetrics })
    expect(list.runs.map((run) => run.runId)).toEqual(runIds)
    const { runs } = await client.experiments.compare({ runs: runIds })
    for (const [index, { metrics }] of runs.entries()) {
      expect(metrics.length).toBeGreaterThan(10)
      for (const { metric, value, n } of metrics) {
        const place = allMetrics.indexOf(metric)
        expect(list.runs[index]!.values[place], metric).toBe(value)
        expect(list.runs[index]!.counts[place], metric).toBe(n)
      }
      const present = new Set(metrics.map(({ metric }) => metric))
      for (const [place, metric] of allMetrics.entries()) {
        if (!present.has(metric)) expect(list.runs[index]!.values[place], metric).toBeNull()
      }
    }
  })

  test('stands newest sweep first, with the name of its sweep; a run alone has none', async () => {
    const { runIds: alone, sweepId } = await client.experiments.start({ ...sweep, grid: {} })
    await memory.engine.jobs.idle()
    expect(sweepId).toBeNull()
    const list = await client.experiments.list({ metrics: [] })
    expect(list.runs.map((run) => run.runId)).toEqual([...alone, ...runIds])
    expect(list.runs.map((run) => run.sweepId === null)).toEqual([true, false, false, false])
    expect(list.sweeps.map(({ name }) => name)).toEqual(['Three modes'])
    const ofJob = await client.experiments.list({ metrics: ['mrr'], jobId: list.sweeps[0]!.jobId })
    expect(ofJob.runs.map((run) => run.runId)).toEqual(runIds)
  })

  test('intervals and differences are those of the comparison', async () => {
    const metrics = exampleMetrics.map(({ name }) => name)
    const [baseline] = runIds as [RunId]
    const { runs } = await client.experiments.compare({ runs: runIds, baseline })
    const intervals = await client.experiments.intervals({ runIds, metrics })
    const differences = await client.experiments.differences({ baseline, runIds, metrics })
    for (const { run, metrics: compared } of runs) {
      for (const { metric, ciLow, ciHigh, difference } of compared) {
        if (!metrics.includes(metric)) continue
        expect(intervals).toContainEqual({ runId: run.runId, metric, ciLow, ciHigh })
        const own = differences.find((found) => found.runId === run.runId && found.metric === metric)
        expect(own ? { value: own.value, n: own.n } : null).toEqual(difference)
      }
    }
    expect(differences.some(({ runId }) => runId === baseline)).toBe(false)
  })

  test('latency intervals are computed once, then taken from the store', async () => {
    const metrics = ['latencyMs.search.p50', 'latencyMs.search.p95']
    const first = await client.experiments.intervals({ runIds, metrics })
    let computed = 0
    const { compute } = memory.ports
    const original = compute.estimateQuantiles
    compute.estimateQuantiles = (...parameters) => {
      computed += 1
      return original.apply(compute, parameters)
    }
    try {
      expect(await client.experiments.intervals({ runIds, metrics })).toEqual(first)
    } finally {
      compute.estimateQuantiles = original
    }
    expect(first.length).toBe(6)
    expect(computed).toBe(0)
  })

  test('name, tags and notes are edited within their limits', async () => {
    const [runId] = runIds as [RunId]
    const edited = await client.experiments.edit({
      runId,
      name: '  Best so far ',
      tags: ['a', ' b ', 'a'],
      notes: 'Why?',
    })
    expect(edited).toMatchObject({ name: 'Best so far', tags: ['a', 'b'], notes: 'Why?' })
    expect(await client.experiments.edit({ runId, tags: [] })).toMatchObject({
      name: 'Best so far',
      tags: [],
      notes: 'Why?',
    })
    await expect(client.experiments.edit({ runId, name: ' ' })).rejects.toThrow()
    await expect(client.experiments.edit({ runId, name: 'x'.repeat(201) })).rejects.toThrow()
    await expect(client.experiments.edit({ runId, tags: ['x'.repeat(51)] })).rejects.toThrow()
    await expect(client.experiments.edit({ runId: 'none' as RunId, name: 'x' })).rejects.toThrow('deleted')
    expect((await client.experiments.list({ metrics: [] })).runs[0]).toMatchObject({ name: 'Best so far', tags: [] })
  })

  test('a deleted run is in no list until it is restored, and gone for good at the next opening', async () => {
    const [first, second] = runIds as [RunId, RunId]
    expect(await client.experiments.delete({ runIds: [first, second] })).toEqual({ deleted: 2 })
    expect((await client.experiments.list({ metrics: ['mrr'] })).runs).toHaveLength(1)
    expect(await client.experiments.runs({})).toHaveLength(1)
    await expect(client.experiments.compare({ runs: [first] })).rejects.toThrow('no run')
    await expect(client.experiments.edit({ runId: first, name: 'x' })).rejects.toThrow('deleted')
    expect(await client.experiments.restore({ runIds: [first] })).toEqual({ restored: 1 })
    const restored = (await client.experiments.list({ metrics: ['mrr'] })).runs.find((run) => run.runId === first)
    expect(restored?.values[0]).toEqual(expect.any(Number))

    await createEngine(memory.ports)
    await expect(client.experiments.restore({ runIds: [second] })).rejects.toThrow('cannot be restored')
    expect((await client.experiments.list({ metrics: [] })).runs.map((run) => run.runId).sort()).toEqual(
      [first, runIds[2]!].sort(),
    )
    expect(memory.ports.store.runs.scores(second, 'mrr')).toBeNull()
  })

  test('a run at work cannot be deleted, and none of the others is', async () => {
    const { jobId, runIds: waiting } = await client.experiments.start(sweep)
    await expect(client.experiments.delete({ runIds: [runIds[0]!, waiting[0]!] })).rejects.toThrow('Cancel the sweep')
    expect((await client.experiments.list({ metrics: [] })).runs).toHaveLength(6)
    await client.jobs.cancel({ jobId })
    await memory.engine.jobs.idle()
    expect(await client.experiments.delete({ runIds: waiting })).toEqual({ deleted: 3 })
  })

  test('a plan estimates the time only from what was measured before', async () => {
    const known = await client.experiments.plan(sweep)
    expect(known).toMatchObject({ newIndexes: 0, estimatedSeconds: expect.any(Number) })
    const larger = await client.experiments.plan({
      ...sweep,
      base: { ...sweep.base, chunking: { sizeTokens: 32, overlapTokens: 4 } },
    })
    expect(larger.newIndexes).toBe(1)
    expect(larger.estimatedSeconds!).toBeGreaterThanOrEqual(known.estimatedSeconds!)
    const unknown = await client.experiments.plan({ ...sweep, base: { embedding: { kind: 'builtin' } } })
    expect(unknown).toMatchObject({ estimatedSeconds: null })
  })

  test('ten thousand runs fit the contract in less than 6 MB', async () => {
    const { store } = memory.ports
    fillWithRuns(store, store.datasets.listEvalSets()[0]!, 10_000)
    const list = memory.engine.experiments.list(['ndcg@10', 'recall@10', 'mrr', 'latencyMs.total.p50'])
    expect(RunList.parse(list).runs).toHaveLength(10_003)
    expect(JSON.stringify(list).length).toBeLessThan(6e6)
    expect(list.recipes.length).toBeLessThan(500)
    expect(list.runs[0]!.createdAt >= list.runs.at(-4)!.createdAt).toBe(true)

    // The top of the list, without reading the rest: whole sweeps, in the same order.
    const newest = await client.experiments.list({ metrics: ['mrr'], newest: 30 })
    expect(newest.runs).toHaveLength(50)
    expect(newest.runs.map(({ runId, values }) => [runId, values])).toEqual(
      list.runs.slice(0, 50).map(({ runId, values }) => [runId, [values[2]]]),
    )
  })
})
