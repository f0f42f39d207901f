import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { EvalSetId, JobId, RunId } from '../../shared/domain/ids.ts'
import { Recipe } from '../../shared/domain/recipe.ts'
import type { RetrievedChunk } from '../../shared/domain/run.ts'
import { at, describeStores, noProvenance, runId, versionA } from './support/store-fixture.ts'

describeStores('runs', (fixture) => {
  const side = fc.option(fc.record({ score: fc.float({ noNaN: true }), rank: fc.integer({ min: 1, max: 1000 }) }), {
    nil: null,
  })
  const ranking = fc.array(
    fc.record({ chunk: fc.nat(2 ** 31 - 1), score: fc.double({ noNaN: true }), fulltext: side, vector: side }).map(
      ({ chunk, score, fulltext, vector }): RetrievedChunk => ({
        chunk,
        score,
        fulltextScore: fulltext?.score ?? null,
        fulltextRank: fulltext?.rank ?? null,
        vectorScore: vector?.score ?? null,
        vectorRank: vector?.rank ?? null,
      }),
    ),
    { maxLength: 20 },
  )

  test('rankings come back to the last bit', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    fc.assert(
      fc.property(fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), ranking, { maxKeys: 5 }), (byQuery) => {
        const rankings = new Map(Object.entries(byQuery))
        store.runs.addRankings(runId, rankings)
        const stored = store.runs.rankings(runId)
        for (const [queryId, expected] of rankings) {
          expect(store.runs.ranking(runId, queryId)).toEqual(expected)
          expect(stored.get(queryId)).toEqual(expected)
        }
        expect(store.runs.answeredQueryIds(runId).isSupersetOf(new Set(rankings.keys()))).toBe(true)
      }),
    )
    expect(store.runs.ranking(runId, 'never asked')).toBeNull()
  })

  test('figures that a file states come back in its order, and go with their run', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    expect(store.runs.statedFigures(runId)).toEqual([])
    const figure = { metric: 'mrr', value: 0.1 + 0.2, ciLow: null, ciHigh: null, n: 3, unscored: 1, difference: null }
    const figures = [figure, { ...figure, metric: 'map', value: null, difference: { value: -0.5, n: 2 } }]
    store.runs.setStatedFigures(runId, [figure])
    store.runs.setStatedFigures(runId, figures)
    expect(store.runs.statedFigures(runId)).toEqual(figures)
    store.runs.setDeleted([runId], at)
    expect(store.runs.purgeDeleted()).toBe(1)
  })

  test('figures of one run are those that lists show of it; a missing value is kept, and a deleted run has none', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    const figures = new Map([
      ['costUsd.per1k', { value: 0.1 + 0.2, n: 3 }],
      ['costUsd.setup', { value: null, n: 0 }],
      ['mrr', { value: 1, n: 3 }],
    ])
    store.runs.setValues(runId, figures)
    const asked = ['costUsd.setup', 'costUsd.per1k', 'never scored']
    const expected = new Map([...figures].filter(([metric]) => asked.includes(metric)))
    expect(store.runs.valuesOf(runId, asked)).toEqual(expected)
    expect(store.runs.values(asked).get(runId)).toEqual(expected)
    expect(store.runs.valuesOf(runId, [])).toEqual(new Map())
    expect(store.runs.valuesOf('nobody' as RunId, asked)).toEqual(new Map())
    store.runs.setDeleted([runId], at)
    expect(store.runs.valuesOf(runId, asked)).toEqual(new Map())
  })

  test('scores keep their gaps, and new ones replace the old with their intervals', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    store.runs.setScores(
      runId,
      new Map([
        ['ndcg@10', Float64Array.of(0.1 + 0.2, Number.NaN)],
        ['mrr', Float64Array.of(1, 0)],
      ]),
    )
    expect(store.runs.scores(runId, 'ndcg@10')).toEqual(Float64Array.of(0.1 + 0.2, Number.NaN))
    expect(store.runs.scoredMetrics(runId)).toEqual(['ndcg@10', 'mrr'])
    store.runs.setIntervals(runId, 'method', new Map([['mrr', { ciLow: 0.25, ciHigh: null }]]))
    expect(store.runs.interval(runId, 'mrr', 'method')).toEqual({ ciLow: 0.25, ciHigh: null })
    expect(store.runs.interval(runId, 'mrr', 'other')).toBeNull()
    store.runs.setScores(runId, new Map([['map', Float64Array.of(1)]]))
    expect(store.runs.scoredMetrics(runId)).toEqual(['map'])
    expect(store.runs.scores(runId, 'mrr')).toBeNull()
    expect(store.runs.interval(runId, 'mrr', 'method')).toBeNull()
  })

  test('a run says how far it is and what became of it', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    expect(store.runs.run(runId)).toMatchObject({
      status: 'queued',
      answeredQueries: 0,
      queries: 2,
      evalSetName: 'manual',
    })
    store.runs.setStatus(runId, 'running', at)
    store.runs.addRankings(runId, new Map([['q1', []]]))
    store.runs.requeueRunning()
    expect(store.runs.run(runId)).toMatchObject({ status: 'queued', answeredQueries: 1, finishedAt: null })
    store.runs.setStatus(runId, 'failed', at, 'The key was refused.')
    expect(store.runs.run(runId)).toMatchObject({ status: 'failed', finishedAt: at, error: 'The key was refused.' })
    store.runs.setStatus(runId, 'running', at)
    expect(store.runs.run(runId)).toMatchObject({ finishedAt: null, error: null })
    const provenance = { ...noProvenance, corpusVersionId: versionA, chunks: 7 }
    store.runs.setProvenance(runId, provenance)
    expect(store.runs.runsOfJob('job1' as JobId)).toEqual([
      expect.objectContaining({ provenance, recipe: Recipe.parse({}) }),
    ])
    expect(store.runs.run('none' as RunId)).toBeNull()
  })

  test('latencies come back by stage', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    store.runs.setLatencies(
      runId,
      new Map([
        ['search', [1.5, 2.25]],
        ['total', []],
      ]),
    )
    expect(store.runs.latencies(runId)).toEqual(
      new Map([
        ['search', [1.5, 2.25]],
        ['total', []],
      ]),
    )
  })

  test('a run needs an eval set and a job that exist', () => {
    const filled = fixture()
    const { store } = filled
    filled.addRun()
    const {
      answeredQueries: _answered,
      evalSetName: _name,
      status: _status,
      finishedAt: _at,
      error: _error,
      ...run
    } = store.runs.run(runId)!
    const other = { ...run, runId: 'run2' as RunId, jobId: 'job1' as JobId }
    expect(() => store.runs.addRuns([{ ...other, evalSetId: 'none' as EvalSetId }])).toThrow()
    expect(() => store.runs.addRuns([other, { ...other, runId: 'run3' as RunId, jobId: 'none' as JobId }])).toThrow()
    expect(store.runs.listRuns()).toHaveLength(1)
  })
})
