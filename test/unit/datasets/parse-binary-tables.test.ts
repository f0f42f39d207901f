import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { makeXlsx } from '../../support/make-xlsx.ts'
import { countsAddUp, parseFiles } from '../../support/parse-files.ts'

const parquet = (columns: Readonly<Record<string, readonly unknown[]>>) =>
  new Uint8Array(
    parquetWriteBuffer({ columnData: Object.entries(columns).map(([name, data]) => ({ name, data: [...data] })) }),
  )

describe('import of workbooks', () => {
  test('one sheet of questions: columns are guessed, rows keep their number, titles above the header are left out', async () => {
    const book = makeXlsx([
      {
        name: 'Set',
        rows: [
          ['Questions of the help desk', null, null],
          [],
          ['Question', 'Answer', 'docId', null],
          ['How?', 'So.', 'd1', null],
          [null, 'no question', 'd2', null],
          [2026, 'a year', 'd3', 'stray'],
        ],
      },
      { name: 'Notes', rows: [] },
    ])
    const dataset = await parseFiles({ 'qa.xlsx': book })
    expect(dataset.files).toMatchObject([
      {
        path: 'qa.xlsx',
        format: 'xlsx',
        role: 'examples',
        columns: ['Question', 'Answer', 'docId', 'column 4'],
        mapping: { query: 'Question', answers: 'Answer', docId: 'docId' },
        ...{ rows: 3, accepted: 2, duplicates: 0, rejected: 1 },
      },
    ])
    expect(dataset.queries.map(({ queryId, text }) => [queryId, text])).toEqual([
      ['qa.xlsx#4', 'How?'],
      ['qa.xlsx#6', '2026'],
    ])
    expect(dataset.rejections).toMatchObject([{ row: 5 }])
    expect(dataset.notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('named in row 3'),
        expect.stringContaining('The sheet "Notes" is empty'),
      ]),
    )
  })

  test('several sheets: each a table of its own, mapped by its own path; what is no table is one document', async () => {
    const book = makeXlsx([
      {
        name: 'Docs',
        rows: [
          ['id', 'text'],
          ['d1', 'one'],
          ['d2', 'two'],
        ],
      },
      {
        name: 'Ask',
        rows: [
          ['was', 'doc'],
          ['eins?', 'd1'],
        ],
      },
      {
        name: 'Prices',
        rows: [
          ['item', 'EUR'],
          ['pump', 12.5],
          ['a | b', null],
        ],
      },
    ])
    const files = { 'book.xlsx/Ask': { mapping: { query: 'was', docId: 'doc' } } }
    const dataset = await parseFiles({ 'book.xlsx': book }, { files })
    expect(dataset.files.map(({ path, role, rows }) => [path, role, rows])).toEqual([
      ['book.xlsx', 'document', 1],
      ['book.xlsx/Docs', 'corpus', 2],
      ['book.xlsx/Ask', 'examples', 1],
    ])
    expect(dataset.documents.map(({ docId }) => docId)).toEqual(['d1', 'd2', 'book.xlsx'])
    expect(dataset.documents[2]).toMatchObject({
      title: 'book',
      syntax: 'markdown',
      text: '## Prices\n\n| item | EUR |\n| --- | --- |\n| pump | 12.5 |\n| a \\| b |  |',
    })
    expect(dataset.judgments).toMatchObject([{ docId: 'd1' }])
    expect(countsAddUp(dataset)).toBe(true)
  })

  test('a workbook without a value, a damaged and a locked one: refused, and the import goes on', async () => {
    const dataset = await parseFiles({
      'a.xlsx': makeXlsx([{ name: 'A', rows: [] }]),
      'b.xlsx': 'no zip',
      'c.xlsx': new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]),
      'd.md': '# Fine',
    })
    expect(dataset.documents).toHaveLength(1)
    expect(dataset.rejections.map(({ path, reason }) => [path, reason.split(/[ ;:]/).slice(0, 5).join(' ')])).toEqual([
      ['a.xlsx', 'The file holds no cell'],
      ['b.xlsx', 'The Excel workbook is damaged'],
      ['c.xlsx', 'The workbook is locked with'],
    ])
  })

  test('a column that the mapping names is looked for in all sheets, a missing one is an error', async () => {
    const book = makeXlsx([
      {
        name: 'A',
        rows: [
          ['was', 'wo'],
          ['eins?', 'd1'],
        ],
      },
    ])
    const dataset = await parseFiles({ 'a.xlsx': book }, { mapping: { query: 'was', docId: 'wo' } })
    expect(dataset.queries).toHaveLength(1)
    await expect(parseFiles({ 'a.xlsx': book }, { mapping: { query: 'nowhere' } })).rejects.toThrow(/no file has/)
  })
})

describe('import of Parquet files', () => {
  test('rows of documents: by record number, numbers and texts as ids', async () => {
    const dataset = await parseFiles({
      'corpus.parquet': parquet({ id: [1, 2, 2], title: ['A', 'B', 'B'], text: ['one', 'two', 'two'] }),
    })
    expect(dataset.files).toMatchObject([{ format: 'parquet', role: 'corpus', rows: 3, accepted: 2, duplicates: 1 }])
    expect(dataset.documents.map(({ docId }) => docId)).toEqual(['1', '2'])
  })

  test('columns that say nothing: one document, a Markdown table', async () => {
    const dataset = await parseFiles({ 'x.parquet': parquet({ item: ['pump', 'valve'], price: [1.5, 2] }) })
    expect(dataset.documents).toMatchObject([
      {
        docId: 'x.parquet',
        syntax: 'markdown',
        text: '| item | price |\n| --- | --- |\n| pump | 1.5 |\n| valve | 2 |',
      },
    ])
  })
})

describe('import of gzip files', () => {
  test('what they hold is known by the name before .gz; damaged ones are refused', async () => {
    const dataset = await parseFiles({
      'a.csv.gz': gzipSync('query,answer\nWhat?,That\n'),
      'b.txt.gz': gzipSync('A text.'),
      'c.txt.gz': 'no gzip',
      'd.tar.gz': 'x',
    })
    expect(dataset.files.map(({ role }) => role)).toEqual(['examples', 'document', null, null])
    expect(dataset.rejections.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('gzip file is damaged'),
      expect.stringContaining('Tar archives'),
    ])
  })
})

describe('law', () => {
  test('any sheets are understood or refused with a reason, and all counts add up', async () => {
    const name = fc.constantFrom('query', 'text', 'docId', 'answers', 'grade', 'id', 'anything', '__proto__')
    const cell = fc.oneof(name, fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('["x"]', '{', 'a\nb'))
    const rows = fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(fc.array(rows, { minLength: 1, maxLength: 3 }), async (sheets) => {
        const book = makeXlsx(sheets.map((sheet, index) => ({ name: `S${index}`, rows: sheet })))
        const dataset = await parseFiles({ 'a.xlsx': book, 'b.csv': 'query\nwhat?\n' })
        expect(countsAddUp(dataset)).toBe(true)
        expect(dataset.files[0]!.path).toBe('a.xlsx')
      }),
      { numRuns: 120 },
    )
  })
})
