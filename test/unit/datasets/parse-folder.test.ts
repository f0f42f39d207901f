import { describe, expect, test } from 'vitest'
import { AppError } from '../../../shared/domain/app-error.ts'
import { countsAddUp, jsonl, listingOf, parseFiles, parseListing } from '../../support/parse-files.ts'

const leaf = '# Leaf sensor\n\nIt lasts two years.\n'
const root = '# Root probe\n\nIt lasts one year.\n'

describe('import of a folder of documents', () => {
  test('documents below docs and question files beside it: ids begin below docs, spans and judgments fit them', async () => {
    const dataset = await parseFiles({
      'docs/hardware/leaf.md': leaf,
      'docs/hardware/root.md': root,
      'questions-a.jsonl': jsonl([
        {
          _id: 'q1',
          query: 'How long?',
          answers: ['two years'],
          spans: [{ doc: 'hardware/leaf.md', quote: 'two years' }],
          type: 'fact',
          difficulty: 'easy',
          tags: ['hardware'],
        },
        { _id: 'q2', query: 'Who?', answers: [], spans: [], type: 'unanswerable', difficulty: 'hard', tags: [] },
      ]),
      'questions-b.jsonl': jsonl([
        { _id: 'q3', query: 'How long?', answers: [], spans: [{ doc: 'docs/hardware/root.md', quote: 'one year' }] },
        { _id: 'q4', query: 'How long?', answers: [], spans: [{ doc: 'root.md', quote: 'one year' }] },
        { _id: 'q5', query: 'How long?', answers: [], spans: [{ doc: 'stem.md', quote: 'one year' }] },
      ]),
      'chat.jsonl': jsonl([{ messages: [] }]),
    })
    expect(dataset.documents).toMatchObject([
      { docId: 'hardware/leaf.md', title: 'Leaf sensor', syntax: 'markdown', sourcePath: 'docs/hardware/leaf.md' },
      { docId: 'hardware/root.md', title: 'Root probe' },
    ])
    expect(dataset.queries.map(({ tags, split }) => [tags, split])).toEqual([
      [['hardware', 'fact', 'easy'], 'test'],
      [['unanswerable', 'hard'], 'test'],
      [[], 'test'],
      [[], 'test'],
      [[], 'test'],
    ])
    expect(dataset.judgments.map(({ queryId, docId }) => [queryId, docId])).toEqual([
      ['q1', 'hardware/leaf.md'],
      ['q3', 'hardware/root.md'],
      ['q4', 'hardware/root.md'],
      ['q5', 'stem.md'],
    ])
    expect(dataset.notes).toHaveLength(2)
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('documents also outside docs: ids are the paths below the folder', async () => {
    const dataset = await parseFiles({ 'docs/a.md': leaf, 'README.md': root })
    expect(dataset.documents.map((document) => document.docId)).toEqual(['README.md', 'docs/a.md'])
  })

  test('a project folder in a zip: ids begin below its docs', async () => {
    const dataset = await parseFiles({
      'project/docs/a/b.md': leaf,
      'project/docs/a/c.md': root,
      'project/q.csv': 'query\na?\n',
    })
    expect(dataset.documents.map((document) => document.docId)).toEqual(['a/b.md', 'a/c.md'])
  })

  test('the same file twice: one document, and questions may name either', async () => {
    const dataset = await parseFiles({
      'a.md': leaf,
      'copy/b.md': leaf,
      'q.jsonl': jsonl([{ id: '1', query: 'a?', spans: [{ doc: 'copy/b.md', quote: 'two' }] }]),
    })
    expect(dataset.documents.map((document) => document.docId)).toEqual(['a.md'])
    expect(dataset.duplicateDocuments).toBe(1)
    expect(dataset.files.map((file) => file.duplicates)).toEqual([0, 1, 0])
    expect(dataset.judgments[0]?.docId).toBe('a.md')
  })

  test('a copy in an archive: the file that lies open gives the id', async () => {
    const dataset = await parseFiles({ 'a.zip/x.md': leaf, 'b.md': leaf })
    expect(dataset.documents.map((document) => document.docId)).toEqual(['b.md'])
  })

  test('files that cannot be read or are of no use: reported, and the import goes on', async () => {
    const listing = listingOf({
      'a.md': leaf,
      'b.txt': '',
      'c.md': '  \n',
      'd.pdf': 'no pdf',
      'e.docx': 'no docx',
      'f.txt': new Uint8Array([0, 1, 2, 3, 0, 0, 200]),
      'g.xlsx': 'x',
      'h.pptx': 'x',
      'i.epub': 'x',
      'j.mp3': 'x',
      'k.eml': 'x',
      'l.ipynb': '{}',
      'm.xml': '<a/>',
      'n.constructor': 'x',
      'o.html': '<html><script>x</script></html>',
      'p.json': '{broken',
      'q.jsonl': 'broken\nbroken\n',
    })
    const gone = {
      path: 'z.md',
      bytes: 5,
      read: async () => {
        throw new AppError('UNREADABLE_FILE', 'The file vanished.')
      },
    }
    const refused = [{ path: '.DS_Store', reason: 'hidden' }]
    const dataset = await parseListing({ ...listing, files: [...listing.files, gone], refused })
    expect(dataset.documents).toHaveLength(1)
    expect(dataset.files).toHaveLength(19)
    expect(dataset.files.slice(1).every((file) => file.accepted === 0 && file.rejected > 0)).toBe(true)
    expect(dataset.files.filter((file) => /^[h-n]\./.test(file.path)).every((file) => file.format === null)).toBe(true)
    expect(dataset.rejections.find((rejection) => rejection.path === 'g.xlsx')?.reason).toContain('Excel')
    expect(dataset.rejections.filter((rejection) => rejection.path === 'q.jsonl')).toHaveLength(2)
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('--as: wins over the name of a single file, and over names of text files in a folder', async () => {
    const csv = await parseFiles({ 'data.dat': 'query,answer\na?,b\n' }, { as: 'csv' })
    expect(csv.queries).toHaveLength(1)
    const text = await parseFiles({ 'a.csv': 'query\nx?\n', 'b.jsonl': '{}\n', 'c.png': 'x' }, { as: 'text' })
    expect(text.documents.map((document) => document.docId)).toEqual(['a.csv', 'b.jsonl'])
    expect(text.rejections.map((rejection) => rejection.path)).toEqual(['c.png'])
    const qrels = await parseFiles({ 'judged.md': 'q1 0 d1 1\n' }, { as: 'qrels', knownQueryIds: new Set(['q1']) })
    expect(qrels.judgments).toMatchObject([{ split: 'judged', docId: 'd1' }])
  })

  test('a text that is a table of TREC judgments: known by its lines', async () => {
    const dataset = await parseFiles({ 'cran.txt': '1 0 184 1\n1 0 29 2\n', 'notes.txt': '1 of 2 things\n' })
    expect(dataset.files.map((file) => file.role)).toEqual(['qrels', 'document'])
  })
})
