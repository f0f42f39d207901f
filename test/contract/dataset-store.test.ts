import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CorpusDocument } from '../../shared/domain/corpus.ts'
import type { CorpusId, CorpusVersionId, EvalSetId } from '../../shared/domain/ids.ts'
import {
  at,
  corpusId,
  describeStores,
  document,
  evalSetId,
  evalSetOf,
  versionA,
  versionB,
} from './support/store-fixture.ts'

describeStores('corpora', (fixture) => {
  test('going back to an earlier content is a new version with the same id', () => {
    const filled = fixture()
    const { store } = filled
    const one = [document('d2'), document('d1')]
    expect(filled.addCorpus(one)).toMatchObject({ number: 1, versionId: versionA, documents: 2, corpusName: 'manual' })
    expect(filled.addVersion(versionB, [document('d1', 'changed')])).toMatchObject({ number: 2, documents: 1 })
    expect(filled.addVersion(versionA, one)).toMatchObject({ number: 3, versionId: versionA })
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
    const filled = fixture()
    const { store } = filled
    const documents = ['c', 'a', 'b', 'd'].map((docId) => document(docId))
    filled.addCorpus(documents)
    expect(store.datasets.documentEntries(versionA).map(({ docId }) => docId)).toEqual(['c', 'a', 'b', 'd'])
    expect(store.datasets.documents(versionA, 1, 3)).toEqual(documents.slice(1, 3))
    expect(store.datasets.documents(versionA, 3, 9)).toEqual(documents.slice(3))
    expect(store.datasets.document(versionA, 'b')).toEqual(document('b'))
    expect(store.datasets.document(versionA, 'z')).toBeNull()
    expect(store.datasets.document(versionB, 'b')).toBeNull()
  })

  test('two corpora may hold the same content', () => {
    const filled = fixture()
    const { store } = filled
    filled.addCorpus()
    store.datasets.createCorpus('other' as CorpusId, 'other', at)
    filled.addVersion(versionA, store.datasets.documents(versionA), 'other' as CorpusId)
    expect(store.datasets.listCorpora().map(({ corpusName, versionId }) => [corpusName, versionId])).toEqual([
      ['manual', versionA],
      ['other', versionA],
    ])
  })

  test('any well-formed text comes back as it was', () => {
    const { store } = fixture()
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
    const filled = fixture()
    const { store } = filled
    filled.addCorpus()
    expect(() => store.datasets.createCorpus('other' as CorpusId, 'manual', at)).toThrow()
  })
})

describeStores('eval sets', (fixture) => {
  test('queries, answers, spans, stale spans, splits and judgments come back as they were added', () => {
    const filled = fixture()
    const { store } = filled
    filled.addCorpus()
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
    const filled = fixture()
    const { store } = filled
    filled.addCorpus()
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
    const filled = fixture()
    const { store } = filled
    filled.addCorpus()
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
