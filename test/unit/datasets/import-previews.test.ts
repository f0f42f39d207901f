import { expect, test } from 'vitest'
import { openMemoryEngine } from '../../support/open-memory-engine.ts'
import { type FileContents, jsonl } from '../../support/parse-files.ts'
import { smallDataset } from '../../support/small-dataset.ts'

const request = (path: string) => ({ paths: [path], mapping: {}, dryRun: false })

const questions: FileContents = {
  'questions.csv': [
    'case,asked,said,note',
    'c1,How far does the radio reach?,Two hundred metres,=1+1',
    'c1,Another question with the same id?,No,',
    ',A question without an id?,No,',
    'c4,"What, then?",Nothing,',
  ].join('\n'),
}

test('a preview counts what an import would store, and stores nothing', async () => {
  await using opened = await openMemoryEngine({ small: smallDataset })
  const preview = await opened.engine.datasets.previews.open(request('small'))
  expect(preview).toMatchObject({
    name: 'small',
    files: { total: 3, refused: 0 },
    documents: 6,
    queries: 5,
    judgedQueries: 5,
    judgments: 5,
    rows: { total: 16, accepted: 16, duplicates: 0, rejected: 0 },
    documentLengths: { counted: 6, texts: 6 },
    changes: {
      corpus: { presentVersion: null, nextVersion: 1, documents: { added: 6, changed: 0, removed: 0, unchanged: 0 } },
      evalSet: { isNew: true, queries: { added: 5 }, judgments: { added: 5 }, runs: 0 },
      refusal: null,
    },
  })
  expect(opened.engine.datasets.listCorpora()).toEqual([])
})

test('a preview says what would change against the present version, and the import does just that', async () => {
  const changed: FileContents = {
    ...smallDataset,
    'corpus.jsonl': `${(smallDataset['corpus.jsonl'] as string).split('\n').slice(1).join('\n')}${jsonl([{ _id: 'new', title: 'New', text: 'A new document.' }])}`,
    'qrels/test.tsv': (smallDataset['qrels/test.tsv'] as string).replace('q2\tvalve\t1', 'q2\tvalve\t2'),
  }
  await using opened = await openMemoryEngine({ small: smallDataset, changed })
  const { engine } = opened
  engine.datasets.import(request('small'))
  await engine.jobs.idle()
  const again = { ...request('changed'), name: 'small' }
  const { changes } = await engine.datasets.previews.open(again)
  expect(changes).toMatchObject({
    corpus: { presentVersion: 1, nextVersion: 2, documents: { added: 1, changed: 0, removed: 1, unchanged: 5 } },
    evalSet: { isNew: false, queries: { unchanged: 5 }, judgments: { changed: 1, unchanged: 4 } },
  })
  const jobId = engine.datasets.import(again)
  await engine.jobs.idle()
  expect(engine.datasets.importReport(jobId)).toMatchObject({
    corpus: { number: 2 },
    corpusDiff: changes.corpus!.documents,
  })
})

test('a preview of an import that would be refused says why', async () => {
  await using opened = await openMemoryEngine({ small: smallDataset, questions })
  const noCorpus = await opened.engine.datasets.previews.open({
    ...request('questions'),
    files: { 'questions.csv': { mapping: { query: 'asked' } } },
  })
  expect(noCorpus.changes.refusal).toMatch(/no corpus yet/)
  opened.engine.datasets.import(request('small'))
  await opened.engine.jobs.idle()
  const foreign = await opened.engine.datasets.previews.open({
    ...request('questions'),
    name: 'small',
    files: { 'questions.csv': { format: 'text' } },
  })
  expect(foreign.changes.refusal).toMatch(/none of its 6 documents/)
})

test('a mapping that is corrected for one file is taken whole, and the columns say what is in them', async () => {
  await using opened = await openMemoryEngine({ small: smallDataset, questions })
  opened.engine.datasets.import(request('small'))
  await opened.engine.jobs.idle()
  const { previews } = opened.engine.datasets
  const files = { 'questions.csv': { mapping: { query: 'asked', queryId: 'case' } as const } }
  const preview = await previews.open({ ...request('questions'), corpus: 'small', files })
  expect(preview).toMatchObject({ queries: 2, rows: { total: 4, accepted: 2, duplicates: 0, rejected: 2 } })
  const detail = previews.file(preview.previewId, 'questions.csv')
  expect(detail).toMatchObject({ isMappable: true, mapping: { query: 'asked', queryId: 'case' }, columnsTotal: 4 })
  expect(detail.columns).toMatchObject([
    { name: 'case', filled: 0.75, samples: ['c1', 'c4'] },
    { name: 'asked', filled: 1 },
    { name: 'said', filled: 1 },
    { name: 'note', filled: 0.25, samples: ['=1+1'] },
  ])
  expect(detail.rows.map(({ row, outcome }) => [row, outcome])).toEqual([
    [2, 'accepted'],
    [3, 'rejected'],
    [4, 'rejected'],
    [5, 'accepted'],
  ])
})

test('rejections come in groups, in pages and as a file that holds every one', async () => {
  const rows = Array.from({ length: 300 }, (_, index) => `q${index}\td${index}\t1`)
  await using opened = await openMemoryEngine({
    broken: {
      ...smallDataset,
      'qrels/train.tsv': ['query-id\tcorpus-id\tscore', ...rows, 'q1\thub\t=2', ''].join('\n'),
    },
  })
  const { previews } = opened.engine.datasets
  const preview = await previews.open(request('broken'))
  expect(preview.rows.rejected).toBe(preview.rejectionGroups.reduce((sum, group) => sum + group.count, 0))
  const [group] = preview.rejectionGroups
  expect(group).toEqual({ reason: 'The query "…" is not in this import.', count: 295, files: 1 })
  const page = previews.rejections(preview.previewId, group!.reason, { offset: 290, limit: 100 })
  expect(page.total).toBe(295)
  expect(page.rejections).toHaveLength(5)
  const pieces = await Array.fromAsync(previews.rejectionsFile(preview.previewId))
  expect(pieces.join('').trim().split('\r\n')).toHaveLength(1 + preview.rows.rejected)
})

test('a preview is kept until newer ones push it out', async () => {
  await using opened = await openMemoryEngine({ small: smallDataset })
  const { previews } = opened.engine.datasets
  const first = await previews.open(request('small'))
  for (let newer = 0; newer < 4; newer++) await previews.open(request('small'))
  expect(() => previews.files(first.previewId, { offset: 0, limit: 10 })).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  )
})

test('a preview stops when its caller goes away', async () => {
  await using opened = await openMemoryEngine({ small: smallDataset })
  const stop = new AbortController()
  stop.abort()
  await expect(opened.engine.datasets.previews.open(request('small'), stop.signal)).rejects.toThrow()
})

test('a preview that is followed tells which file is read, and ends with the preview', async () => {
  await using opened = await openMemoryEngine({ small: smallDataset })
  const events = await Array.fromAsync(opened.engine.datasets.previews.follow(request('small')))
  const readings = events.flatMap((event) => (event.kind === 'reading' ? [event] : []))
  expect(readings.map(({ done, total }) => [done, total])).toEqual([
    [0, 3],
    [1, 3],
    [2, 3],
  ])
  expect(readings.map(({ path }) => path).sort()).toEqual(['corpus.jsonl', 'qrels/test.tsv', 'queries.jsonl'])
  expect(events.at(-1)).toMatchObject({ kind: 'preview', preview: { documents: 6, queries: 5 } })
})

test('a preview that nobody follows any more is not read to its end', async () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.md`, `Page ${index}.`]))
  await using opened = await openMemoryEngine({ many })
  const { previews } = opened.engine.datasets
  const read: string[] = []
  const stop = new AbortController()
  const opening = previews.open(request('many'), stop.signal, ({ path }) => {
    read.push(path)
    if (read.length === 3) stop.abort()
  })
  await expect(opening).rejects.toThrow()
  expect(read).toHaveLength(3)

  const events = previews.follow(request('many'))
  expect((await events.next()).value).toMatchObject({ kind: 'reading', total: 40 })
  await events.return()
  expect(await events.next()).toEqual({ done: true, value: undefined })
})
