import { join } from 'node:path'
import { afterEach, beforeEach, describe } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import type { NewEvalSet } from '../../../main/ports/dataset-store.ts'
import type { NewRun } from '../../../main/ports/run-store.ts'
import type { Store } from '../../../main/ports/store.ts'
import type { CorpusDocument } from '../../../shared/domain/corpus.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, JobId, RunId } from '../../../shared/domain/ids.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

export const at = '2026-01-01T00:00:00.000Z'
export const corpusId = 'corpus' as CorpusId
export const [versionA, versionB] = ['a'.repeat(64), 'b'.repeat(64)] as CorpusVersionId[] as [
  CorpusVersionId,
  CorpusVersionId,
]
export const evalSetId = 'eval1' as EvalSetId
export const runId = 'run1' as RunId

export const document = (docId: string, text = `text of ${docId}`): CorpusDocument => ({
  docId,
  title: docId,
  text,
  syntax: 'plain',
})

export const noProvenance = {
  ...{ appVersion: '0', evalSetHash: 'hash', indexId: null, chunks: null, indexTokens: null, indexBytes: null },
  ...{ indexBuildMs: null, embedder: null, vectorIndex: null, tokenizer: null, seed: 1 },
}

const adapters = [
  { name: 'SQLite file', open: (folder: string) => openSqliteStore(join(folder, 'workspace.db')) },
  { name: 'SQLite in memory', open: () => openSqliteStore(':memory:') },
]

/** An eval set with everything that one can hold. */
export const evalSetOf = (changes: Partial<NewEvalSet> = {}): NewEvalSet => ({
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

/** An empty store, and ways to put something into it. */
export class StoreFixture {
  readonly store: Store

  constructor(store: Store) {
    this.store = store
  }

  addVersion(versionId: CorpusVersionId, documents: readonly CorpusDocument[], corpus = corpusId) {
    const entries = documents.map(({ docId, text }) => ({ docId, contentHash: `${docId} ${text}` }))
    const contents = new Map(documents.map((entry) => [`${entry.docId} ${entry.text}`, entry]))
    return this.store.datasets.addVersion(corpus, versionId, at, entries, contents)
  }

  addCorpus(documents: readonly CorpusDocument[] = [document('d2'), document('d1')]) {
    this.store.datasets.createCorpus(corpusId, 'manual', at)
    return this.addVersion(versionA, documents)
  }

  addJob(jobId = 'job1') {
    this.store.jobs.add(
      { jobId: jobId as JobId, kind: 'sweep', title: 'A sweep', spec: { deep: [1] }, createdAt: at },
      [
        { key: 'b', weight: 2 },
        { key: 'a', weight: 0.5 },
      ],
    )
    return jobId as JobId
  }

  addRun(): void {
    this.addCorpus()
    this.store.datasets.addEvalSet(evalSetOf())
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
      jobId: this.addJob(),
    }
    this.store.runs.addRuns([run])
  }
}

/** The same tests over every adapter; each test gets an empty store. */
export function describeStores(subject: string, body: (fixture: () => StoreFixture) => void): void {
  describe.each(adapters)(`store: $name: ${subject}`, ({ open }) => {
    let folder: ReturnType<typeof temporaryFolder>
    let fixture: StoreFixture

    beforeEach(() => {
      folder = temporaryFolder()
      fixture = new StoreFixture(open(folder.path))
    })

    afterEach(() => {
      fixture.store.close()
      folder[Symbol.dispose]()
    })

    body(() => fixture)
  })
}
