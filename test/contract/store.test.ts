import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import type { NewEvalSet } from '../../main/ports/dataset-store.ts'
import type { IndexRecord } from '../../main/ports/index-store.ts'
import type { NewRun } from '../../main/ports/run-store.ts'
import type { Store } from '../../main/ports/store.ts'
import type { CorpusDocument } from '../../shared/domain/corpus.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, IndexId, JobId, RunId } from '../../shared/domain/ids.ts'
import type { JobEvent, JobSnapshot } from '../../shared/domain/job.ts'
import { Recipe } from '../../shared/domain/recipe.ts'
import type { RetrievedChunk } from '../../shared/domain/run.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const at = '2026-01-01T00:00:00.000Z'
const corpusId = 'corpus' as CorpusId
const [versionA, versionB] = ['a'.repeat(64), 'b'.repeat(64)] as CorpusVersionId[] as [CorpusVersionId, CorpusVersionId]
const evalSetId = 'eval1' as EvalSetId
const runId = 'run1' as RunId

const document = (docId: string, text = `text of ${docId}`): CorpusDocument => ({
  docId,
  title: docId,
  text,
  syntax: 'plain',
})

const adapters = [
  { name: 'SQLite file', open: (folder: string) => openSqliteStore(join(folder, 'workspace.db')) },
  { name: 'SQLite in memory', open: () => openSqliteStore(':memory:') },
]

describe.each(adapters)('store: $name', ({ open }) => {
  let folder: ReturnType<typeof temporaryFolder>
  let store: Store

  beforeEach(() => {
    folder = temporaryFolder()
    store = open(folder.path)
  })

  afterEach(() => {
    store.close()
    folder[Symbol.dispose]()
  })

  function addVersion(versionId: CorpusVersionId, documents: readonly CorpusDocument[], corpus = corpusId) {
    const entries = documents.map(({ docId, text }) => ({ docId, contentHash: `${docId} ${text}` }))
    const contents = new Map(documents.map((entry) => [`${entry.docId} ${entry.text}`, entry]))
    return store.datasets.addVersion(corpus, versionId, at, entries, contents)
  }

  function addCorpus(documents: readonly CorpusDocument[] = [document('d2'), document('d1')]) {
    store.datasets.createCorpus(corpusId, 'manual', at)
    return addVersion(versionA, documents)
  }

  const evalSetOf = (changes: Partial<NewEvalSet> = {}): NewEvalSet => ({
    evalSetId,
    name: 'manual',
    corpusId,
    corpusVersionId: versionA,
    createdAt: at,
    contentHash: 'hash',
    queries: [
      {
        queryId: 'q2',
        text: 'second?',
        answers: ['yes', 'no'],
        spans: [
          { docId: 'd1', start: 3, end: 5, quote: 'xt' },
          { docId: 'd2', start: 0, end: 4, quote: 'text' },
        ],
        tags: ['hard'],
      },
      { queryId: 'q1', text: 'first?', answers: [], spans: [], tags: [] },
      { queryId: 'q3', text: 'third?', answers: [], spans: [], tags: [] },
    ],
    queryIdsBySplit: new Map([
      ['dev', ['q3']],
      ['test', ['q2', 'q1']],
    ]),
    judgmentsBySplit: new Map([
      ['dev', []],
      [
        'test',
        [
          { queryId: 'q1', docId: 'd1', grade: 0 },
          { queryId: 'q2', docId: 'd1', grade: 2 },
          { queryId: 'q2', docId: 'd2', grade: -1 },
        ],
      ],
    ]),
    staleSpans: [{ queryId: 'q1', docId: 'd1', start: 0, end: 4, quote: 'gone' }],
    ...changes,
  })

  function addJob(jobId = 'job1') {
    store.jobs.add({ jobId: jobId as JobId, kind: 'sweep', title: 'A sweep', spec: { deep: [1] }, createdAt: at }, [
      { key: 'b', weight: 2 },
      { key: 'a', weight: 0.5 },
    ])
    return jobId as JobId
  }

  function addRun() {
    addCorpus()
    store.datasets.addEvalSet(evalSetOf())
    const run: NewRun = {
      runId,
      name: 'a run',
      recipe: Recipe.parse({}),
      recipeHash: 'h',
      evalSetId,
      split: 'test',
      sweepId: null,
      createdAt: at,
      provenance: { ...noProvenance, corpusVersionId: versionA },
      queries: 2,
      jobId: addJob(),
    }
    store.runs.addRuns([run])
  }

  describe('corpora', () => {
    test('going back to an earlier content is a new version with the same id', () => {
      const one = [document('d2'), document('d1')]
      expect(addCorpus(one)).toMatchObject({ number: 1, versionId: versionA, documents: 2, corpusName: 'manual' })
      expect(addVersion(versionB, [document('d1', 'changed')])).toMatchObject({ number: 2, documents: 1 })
      expect(addVersion(versionA, one)).toMatchObject({ number: 3, versionId: versionA })
      expect(store.datasets.listVersions(corpusId).map(({ number, versionId }) => [number, versionId])).toEqual([
        [1, versionA],
        [2, versionB],
        [3, versionA],
      ])
      expect(store.datasets.findCorpus('manual')?.current).toMatchObject({ number: 3, versionId: versionA })
      expect(store.datasets.findVersion(versionA)?.number).toBe(3)
      expect(store.datasets.listCorpora().map(({ number }) => number)).toEqual([3])
      expect(store.datasets.documents(versionA)).toEqual(one)
      expect(store.datasets.documents(versionB)).toEqual([document('d1', 'changed')])
    })

    test('documents keep their order, and are found by position and by id', () => {
      const documents = ['c', 'a', 'b', 'd'].map((docId) => document(docId))
      addCorpus(documents)
      expect(store.datasets.documentEntries(versionA).map(({ docId }) => docId)).toEqual(['c', 'a', 'b', 'd'])
      expect(store.datasets.documents(versionA, 1, 3)).toEqual(documents.slice(1, 3))
      expect(store.datasets.documents(versionA, 3, 9)).toEqual(documents.slice(3))
      expect(store.datasets.document(versionA, 'b')).toEqual(document('b'))
      expect(store.datasets.document(versionA, 'z')).toBeNull()
      expect(store.datasets.document(versionB, 'b')).toBeNull()
    })

    test('two corpora may hold the same content', () => {
      addCorpus()
      store.datasets.createCorpus('other' as CorpusId, 'other', at)
      addVersion(versionA, store.datasets.documents(versionA), 'other' as CorpusId)
      expect(store.datasets.listCorpora().map(({ corpusName, versionId }) => [corpusName, versionId])).toEqual([
        ['manual', versionA],
        ['other', versionA],
      ])
    })

    test('any well-formed text comes back as it was', () => {
      let number = 0
      store.datasets.createCorpus(corpusId, 'manual', at)
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary' }), (text, title) => {
          number += 1
          const versionId = `version ${number}` as CorpusVersionId
          const entry: CorpusDocument = { docId: 'd', title, text, syntax: 'markdown' }
          store.datasets.addVersion(
            corpusId,
            versionId,
            at,
            [{ docId: 'd', contentHash: versionId }],
            new Map([[versionId, entry]]),
          )
          expect(store.datasets.documents(versionId)).toEqual([entry])
        }),
      )
    })

    test('a name belongs to one corpus', () => {
      addCorpus()
      expect(() => store.datasets.createCorpus('other' as CorpusId, 'manual', at)).toThrow()
    })
  })

  describe('eval sets', () => {
    test('queries, answers, spans, stale spans, splits and judgments come back as they were added', () => {
      addCorpus()
      const { queries, judgmentsBySplit, queryIdsBySplit, staleSpans, ...head } = evalSetOf()
      expect(store.datasets.addEvalSet(evalSetOf())).toEqual({
        ...head,
        queries: 3,
        spans: 2,
        staleSpans: 1,
        splits: [
          { name: 'dev', queries: 1, judgedQueries: 0, judgments: 0 },
          { name: 'test', queries: 2, judgedQueries: 1, judgments: 3 },
        ],
      })
      expect(store.datasets.evalSetContent(evalSetId)).toEqual({
        queries,
        judgmentsBySplit,
        queryIdsBySplit,
        staleSpans,
      })
    })

    test('a split gives its own queries in order, with their spans, and only its own judgments', () => {
      addCorpus()
      store.datasets.addEvalSet(evalSetOf())
      const { queries, judgments } = store.datasets.examples(evalSetId, 'test')
      expect(queries).toEqual(evalSetOf().queries.slice(0, 2))
      expect(judgments).toEqual(
        new Map([
          ['q1', new Map([['d1', 0]])],
          [
            'q2',
            new Map([
              ['d1', 2],
              ['d2', -1],
            ]),
          ],
        ]),
      )
      expect(store.datasets.examples(evalSetId, 'dev').judgments.size).toBe(0)
      expect(store.datasets.examples(evalSetId, 'none').queries).toEqual([])
    })

    test('the newest of a name is found; the older one stays for the runs that used it', () => {
      addCorpus()
      store.datasets.addEvalSet(evalSetOf())
      store.datasets.addEvalSet(evalSetOf({ evalSetId: 'eval2' as EvalSetId, contentHash: 'other' }))
      store.datasets.addEvalSet(evalSetOf({ evalSetId: 'eval3' as EvalSetId, name: 'another' }))
      expect(store.datasets.findEvalSet('manual')?.evalSetId).toBe('eval2')
      expect(store.datasets.listEvalSets().map((set) => set.evalSetId)).toEqual(['eval2', 'eval3'])
      expect(store.datasets.evalSet(evalSetId)?.contentHash).toBe('hash')
      store.datasets.moveEvalSet(evalSetId, versionB)
      expect(store.datasets.evalSet(evalSetId)?.corpusVersionId).toBe(versionB)
      expect(store.datasets.findEvalSet('manual')?.corpusVersionId).toBe(versionA)
      expect(store.datasets.findEvalSet('none')).toBeNull()
    })
  })

  describe('runs', () => {
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
      addRun()
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

    test('scores keep their gaps, and new ones replace the old with their intervals', () => {
      addRun()
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
      addRun()
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
      addRun()
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
      addRun()
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

  describe('embedding cache', () => {
    const hash = (letter: string) => letter.repeat(64)

    test('gives back what was put, aligned with what is asked, for that embedder only', () => {
      const vector = Float32Array.of(0.1, -2, 1e-20)
      store.embeddings.put('one', [
        { textHash: hash('a'), vector, latencyMs: 12.5 },
        { textHash: hash('b'), vector: Float32Array.of(), latencyMs: null },
      ])
      expect(store.embeddings.get('one', [hash('b'), hash('c'), hash('a')])).toEqual([
        { vector: Float32Array.of(), latencyMs: null },
        null,
        { vector, latencyMs: 12.5 },
      ])
      expect(store.embeddings.get('other', [hash('a')])).toEqual([null])
      expect(store.embeddings.missing('one', [hash('a'), hash('c')])).toEqual(new Set([hash('c')]))
      expect(store.embeddings.missing('other', [hash('a')])).toEqual(new Set([hash('a')]))
    })

    test('keeps the vector that came first', () => {
      const put = (value: number) =>
        store.embeddings.put('one', [{ textHash: hash('a'), vector: Float32Array.of(value), latencyMs: null }])
      put(1)
      put(2)
      expect(store.embeddings.get('one', [hash('a')])[0]?.vector).toEqual(Float32Array.of(1))
    })
  })

  describe('jobs', () => {
    const eventOf = (message: string): Omit<JobEvent, 'seq'> => ({
      at,
      kind: 'note',
      message,
      snapshot: { ...snapshot, jobId: 'job1' as JobId },
    })

    test('a job and its items come back in order, with what became of them', () => {
      const jobId = addJob()
      expect(store.jobs.get(jobId)).toEqual({
        ...{ jobId, kind: 'sweep', title: 'A sweep', spec: { deep: [1] }, status: 'queued', createdAt: at },
        ...{ startedAt: null, finishedAt: null, error: null, result: null },
      })
      store.jobs.setItemDone(jobId, 'a')
      expect(store.jobs.items(jobId)).toEqual([
        { key: 'b', weight: 2, done: false },
        { key: 'a', weight: 0.5, done: true },
      ])
      store.jobs.setResult(jobId, { answer: 42 })
      store.jobs.setStatus(jobId, 'running', at)
      store.jobs.setStatus(jobId, 'running', '2026-02-02T00:00:00.000Z')
      expect(store.jobs.get(jobId)).toMatchObject({ result: { answer: 42 }, startedAt: at, finishedAt: null })
      store.jobs.setStatus(jobId, 'failed', at, 'Why.')
      expect(store.jobs.get(jobId)).toMatchObject({ status: 'failed', finishedAt: at, error: 'Why.' })
      addJob('job2')
      expect(store.jobs.list().map((job) => job.jobId)).toEqual(['job1', 'job2'])
      expect(store.jobs.get('none' as JobId)).toBeNull()
    })

    test('events are numbered from 1 for each job, without gaps', () => {
      const [one, other] = [addJob('job1'), addJob('job2')]
      expect(store.jobs.lastSeq(one)).toBe(0)
      expect(['x', 'y', 'z'].map((message) => store.jobs.addEvent(one, eventOf(message)))).toEqual([1, 2, 3])
      expect(store.jobs.addEvent(other, eventOf('x'))).toBe(1)
      expect(store.jobs.lastSeq(one)).toBe(3)
      expect(store.jobs.eventsAfter(one, 1, 10)).toEqual([
        { ...eventOf('y'), seq: 2 },
        { ...eventOf('z'), seq: 3 },
      ])
      expect(store.jobs.eventsAfter(one, 0, 2).map(({ seq }) => seq)).toEqual([1, 2])
      expect(store.jobs.eventsAfter(one, 3, 10)).toEqual([])
    })

    test('what a dead process left queued or running is interrupted, the rest stays', () => {
      for (const status of ['queued', 'running', 'finished', 'failed', 'cancelled'] as const) {
        store.jobs.setStatus(addJob(status), status, at)
      }
      expect(store.jobs.markInterrupted(at)).toBe(2)
      expect(store.jobs.list().map(({ status }) => status)).toEqual([
        'interrupted',
        'interrupted',
        'finished',
        'failed',
        'cancelled',
      ])
    })
  })

  describe('indexes', () => {
    const key = {
      corpusVersionId: versionA,
      chunkingKey: 'recursive',
      embeddingKey: 'w384',
      language: 'English',
    } as const
    const record = (changes: Partial<IndexRecord> = {}): IndexRecord => ({
      ...key,
      ...{
        indexId: 'index1' as IndexId,
        chunkSetId: 'set1',
        tableName: 'table1',
        chunks: 2,
        tokens: 30,
        dimensions: 8,
      },
      ...{ bytes: 100, buildMs: 1.5, vectorIndex: 'flat', tokenizer: 'icu', embedder: 'model', createdAt: at },
      ...changes,
    })
    const chunkSet = {
      chunkSetId: 'set1',
      count: 2,
      documentPosition: Int32Array.of(0, 1),
      start: Int32Array.of(0, 5),
      end: Int32Array.of(5, 2 ** 31 - 1),
      tokens: Int32Array.of(3, 4),
    }

    test('a chunk set is stored once and comes back column by column', () => {
      expect(store.indexes.chunkSet(versionA, 'recursive')).toBeNull()
      store.indexes.addChunkSet(versionA, 'recursive', chunkSet)
      store.indexes.addChunkSet(versionA, 'recursive', { ...chunkSet, count: 9 })
      expect(store.indexes.chunkSet(versionA, 'recursive')).toEqual(chunkSet)
      expect(store.indexes.chunkSet(versionB, 'recursive')).toBeNull()
    })

    test('an index is found by its whole key; full-text search takes any embedding', () => {
      store.indexes.addChunkSet(versionA, 'recursive', chunkSet)
      store.indexes.add(record())
      expect(store.indexes.find(key)).toEqual(record())
      expect(store.indexes.find({ ...key, embeddingKey: 'none' })).toBeNull()
      expect(store.indexes.find({ ...key, language: 'German' })).toBeNull()
      expect(store.indexes.findForFulltext(key)).toEqual(record())
      expect(store.indexes.findForFulltext({ ...key, corpusVersionId: versionB })).toBeNull()
      expect(store.indexes.get('index1' as IndexId)).toEqual(record())
      expect(() => store.indexes.add(record({ indexId: 'index2' as IndexId }))).toThrow()
      store.indexes.add(
        record({
          indexId: 'index2' as IndexId,
          tableName: 'table2',
          embeddingKey: 'none',
          embedder: null,
          dimensions: null,
        }),
      )
      expect(store.indexes.list().map((index) => [index.indexId, index.dimensions])).toEqual([
        ['index1', 8],
        ['index2', null],
      ])
      store.indexes.remove('index1' as IndexId)
      expect(store.indexes.find(key)).toBeNull()
      expect(store.indexes.list().map((index) => index.indexId)).toEqual(['index2'])
      expect(store.indexes.chunkSet(versionA, 'recursive')).toEqual(chunkSet)
    })
  })

  describe('transactions', () => {
    test('keep all of the work and give its result', () => {
      expect(store.transaction(() => addCorpus().number)).toBe(1)
      expect(store.datasets.listCorpora()).toHaveLength(1)
    })

    test('keep nothing when the work fails, nested parts included', () => {
      const failing = () =>
        store.transaction(() => {
          addCorpus()
          store.transaction(() => addJob())
          throw new Error('The plug was pulled.')
        })
      expect(failing).toThrow('The plug was pulled.')
      expect(store.datasets.listCorpora()).toEqual([])
      expect(store.jobs.list()).toEqual([])
      // And the store goes on working.
      expect(addCorpus().number).toBe(1)
    })

    test('a part that fails and is caught does not undo the rest', () => {
      store.transaction(() => {
        addJob('job1')
        expect(() => store.transaction(() => addJob('job1'))).toThrow()
        addJob('job2')
      })
      expect(store.jobs.list().map((job) => job.jobId)).toEqual(['job1', 'job2'])
    })
  })
})

const noProvenance = {
  ...{ appVersion: '0', evalSetHash: 'hash', indexId: null, chunks: null, indexTokens: null, indexBytes: null },
  ...{ indexBuildMs: null, embedder: null, vectorIndex: null, tokenizer: null, seed: 1 },
}

const snapshot: Omit<JobSnapshot, 'jobId'> = {
  ...{ kind: 'sweep', title: 'A sweep', status: 'running', createdAt: at, startedAt: at, finishedAt: null },
  ...{ itemsDone: 0, itemsTotal: 2, progress: null, etaSeconds: null, error: null },
}
