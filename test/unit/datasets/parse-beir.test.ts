import { describe, expect, test } from 'vitest'
import { splitOfQrels } from '../../../main/engine/datasets/beir/parse-qrels.ts'
import { countsAddUp, jsonl, parseFiles } from '../../support/parse-files.ts'

const corpus = jsonl([
  { _id: 'd1', title: 'One', text: 'first text', metadata: { a: 1 } },
  { _id: 'd2', title: '', text: 'second text' },
  { _id: 3, text: '' },
])
const queries = jsonl([
  { _id: 'q1', text: 'which is first?' },
  { _id: 'q2', text: 'which is second?', metadata: {} },
  { _id: 'q3', text: 'nobody judged this' },
])
const qrels = 'query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\n'

describe('BEIR import', () => {
  test('documents, queries, judgments by split: taken; unjudged queries stay', async () => {
    const dataset = await parseFiles({
      'corpus.jsonl': corpus,
      'queries.jsonl': queries,
      'qrels/test.tsv': qrels,
      'qrels/train.tsv': 'q2\td1\t1\r\n',
    })
    expect(dataset.documents).toMatchObject([
      { docId: 'd1', title: 'One', text: 'first text', syntax: 'plain', sourcePath: 'corpus.jsonl' },
      { docId: 'd2', title: '' },
      { docId: '3', text: '' },
    ])
    expect(dataset.queries.map((query) => [query.queryId, query.split])).toEqual([
      ['q1', null],
      ['q2', null],
      ['q3', null],
    ])
    expect(dataset.judgments).toEqual([
      { split: 'test', queryId: 'q1', docId: 'd1', grade: 2 },
      { split: 'test', queryId: 'q1', docId: 'd2', grade: 0 },
      { split: 'test', queryId: 'q2', docId: 'd2', grade: 1 },
      { split: 'train', queryId: 'q2', docId: 'd1', grade: 1 },
    ])
    expect(dataset.notes).toEqual([expect.stringContaining('1 document has an empty text')])
    expect(dataset.files.map(({ format, role, encoding }) => [format, role, encoding])).toEqual([
      ['beir', 'corpus', 'utf-8'],
      ['qrels', 'qrels', 'utf-8'],
      ['qrels', 'qrels', 'utf-8'],
      ['beir', 'queries', 'utf-8'],
    ])
    expect(dataset.files[0]).toMatchObject({
      rows: 3,
      accepted: 3,
      mapping: { docId: '_id', title: 'title', text: 'text' },
      columns: ['_id', 'title', 'text', 'metadata'],
    })
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('a dataset below a top folder, with other files beside it: the others are named and left out', async () => {
    const dataset = await parseFiles({
      'set/corpus.jsonl': corpus,
      'set/queries.jsonl': queries,
      'set/qrels/test.tsv': qrels,
      'set/SOURCE.json': '{"name": "x"}',
      'set/corpora/one.md': '# One',
      'README.md': '# Read me',
    })
    expect(dataset.documents).toHaveLength(3)
    expect(dataset.rejections.map(({ path, row }) => [path, row])).toEqual([
      ['README.md', null],
      ['set/SOURCE.json', null],
      ['set/corpora/one.md', null],
    ])
    expect(dataset.files.filter((file) => file.role === 'other')).toHaveLength(3)
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('answers beside it: offsets, a start, objects and quotes become spans; with qrels they judge nothing', async () => {
    const dataset = await parseFiles({
      'corpus.jsonl': corpus,
      'queries.jsonl': queries,
      'qrels/test.tsv': qrels,
      'answers.jsonl': jsonl([
        { _id: 'q1', answers: ['first'], doc: 'd1', start: 0, answer_type: 'span' },
        {
          _id: 'q2',
          answers: ['second', 'text'],
          doc: 'd2',
          spans: [
            [0, 6],
            [7, 10],
          ],
        },
        { _id: 'q3', answers: ['x'], spans: [{ doc: 'd1', quote: 'text' }] },
        { _id: 'q9', answers: ['?'] },
        { _id: 'q1', answers: ['other'] },
        { _id: 'q2', answers: ['second'], spans: [[9, 3]], doc: 'd2' },
        { answers: ['?'] },
      ]),
    })
    expect(dataset.queries.map((query) => query.spans)).toEqual([
      [{ docId: 'd1', start: 0, end: null, quote: 'first' }],
      [
        { docId: 'd2', start: 0, end: 6, quote: 'second' },
        { docId: 'd2', start: 7, end: 10, quote: null },
      ],
      [{ docId: 'd1', start: null, end: null, quote: 'text' }],
    ])
    expect(dataset.judgments).toHaveLength(3)
    expect(dataset.rejections.map(({ row }) => row)).toEqual([4, 5, 6, 7])
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('answers without qrels: the documents of spans are judged relevant in the split test', async () => {
    const answers = jsonl([{ _id: 'q1', answers: ['first'], doc: 'd1', start: 0 }])
    const dataset = await parseFiles({ 'corpus.jsonl': corpus, 'queries.jsonl': queries, 'answers.jsonl': answers })
    expect(dataset.judgments).toEqual([{ split: 'test', queryId: 'q1', docId: 'd1', grade: 1 }])
  })

  test('bad rows: each has its line and its reason, the good ones are taken', async () => {
    const dataset = await parseFiles({
      'corpus.jsonl': `${jsonl([{ _id: 'd1', text: 'a' }, { text: 'no id' }, { _id: 'd1', text: 'a' }, { _id: 'd1', text: 'b' }])}{broken\n\n[1]\n`,
      'queries.jsonl': jsonl([
        { _id: 'q1', text: 'a?' },
        { _id: '', text: 'b?' },
        { _id: 'q2' },
        { _id: 'q3', text: ' ' },
      ]),
      'qrels/test.tsv':
        'query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\td1\t1\nq1\td1\t2\nq1\td1\t0.5\nq7\td1\t1\nq1\n\nq1\tgone\t1\n\td1\t1\n',
    })
    expect(dataset.duplicateDocuments).toBe(1)
    expect(dataset.rejections.map(({ path, row }) => `${path}:${row}`)).toEqual([
      'corpus.jsonl:2',
      'corpus.jsonl:4',
      'corpus.jsonl:5',
      'corpus.jsonl:7',
      'qrels/test.tsv:4',
      'qrels/test.tsv:5',
      'qrels/test.tsv:6',
      'qrels/test.tsv:7',
      'qrels/test.tsv:10',
      'queries.jsonl:2',
      'queries.jsonl:3',
      'queries.jsonl:4',
    ])
    expect(dataset.judgments.map((judgment) => judgment.docId)).toEqual(['d1', 'gone'])
    expect(dataset.notes).toEqual([
      expect.stringContaining('1 of 2 judgments names a document that is not in the corpus'),
    ])
    expect(dataset.files.find((file) => file.path === 'qrels/test.tsv')).toMatchObject({
      rows: 8,
      accepted: 2,
      duplicates: 1,
      rejected: 5,
    })
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('judgments of which none names a document of the corpus: said so, because nothing can be found then', async () => {
    const dataset = await parseFiles({
      'corpus.jsonl': jsonl([{ _id: 'd1', text: 'a' }]),
      'queries.jsonl': jsonl([{ _id: 'q1', text: 'a?' }]),
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\tD1\t1\nq1\td2\t1\n',
    })
    expect(dataset.notes).toEqual([
      'No judgment names a document of the corpus (D1, d2 are not in it), so every question will count as missed. Check that documents and judgments belong together and use the same ids.',
    ])
  })

  test('a grade that is too large is told from one that is no whole number', async () => {
    const dataset = await parseFiles({
      'corpus.jsonl': jsonl([{ _id: 'd1', text: 'a' }]),
      'queries.jsonl': jsonl([{ _id: 'q1', text: 'a?' }]),
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td1\t99999999999999999999\nq1\td1\t1.5\nq1\td1\tgood\n',
    })
    expect(dataset.rejections.map(({ reason }) => reason)).toEqual([
      'The grade "99999999999999999999" is too large.',
      'The grade "1.5" is not a whole number.',
      'The grade "good" is not a whole number.',
    ])
  })

  test('TREC qrels, one file per split: the file name says the split', async () => {
    const dataset = await parseFiles({
      'corpus.jsonl': corpus,
      'queries.jsonl': queries,
      'qrels.txt': 'q1 0 d1 1\nq2 Q0 d2 -1\n',
      'qrels.dev.txt': 'q2   0   d2   3\n',
    })
    expect(dataset.judgments).toEqual([
      { split: 'dev', queryId: 'q2', docId: 'd2', grade: 3 },
      { split: 'test', queryId: 'q1', docId: 'd1', grade: 1 },
      { split: 'test', queryId: 'q2', docId: 'd2', grade: -1 },
    ])
  })

  test('names of judgment files: the word qrels says nothing about the split', () => {
    const paths = [
      'qrels.txt',
      'a/qrels.test.txt',
      'qrels-test',
      'qrels/train.tsv',
      'dev.qrels',
      'test_qrels.tsv',
      'x.qrel',
    ]
    expect(paths.map(splitOfQrels)).toEqual(['test', 'test', 'test', 'train', 'dev', 'test', 'x'])
  })

  test('two BEIR datasets at once: refused with a sentence, because their ids would mix', async () => {
    const files = { 'a/corpus.jsonl': corpus, 'b/corpus.jsonl': corpus }
    await expect(parseFiles(files)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('2 BEIR datasets here (a, b)'),
    })
  })

  test('--as beir: roles follow from names that are not the usual ones', async () => {
    const files = { 'my-docs.jsonl': corpus, 'my-queries.jsonl': queries, 'judged.tsv': qrels }
    const dataset = await parseFiles(files, { as: 'beir' })
    expect([dataset.documents.length, dataset.queries.length, dataset.judgments.length]).toEqual([3, 3, 3])
    expect(dataset.judgments[0]?.split).toBe('judged')
  })

  test('a mapping: names other columns of corpus and queries', async () => {
    const files = {
      'corpus.jsonl': jsonl([{ key: 'd1', body: 'text' }]),
      'queries.jsonl': jsonl([{ _id: 'q1', text: 'a?' }]),
    }
    const dataset = await parseFiles(files, { mapping: { docId: 'key', text: 'body' } })
    expect(dataset.documents).toMatchObject([{ docId: 'd1', text: 'text' }])
    expect(dataset.queries).toHaveLength(1)
  })
})
