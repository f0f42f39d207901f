import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createXlsxReader } from '../../../main/adapters/xlsx/create-xlsx-reader.ts'
import { kindOfCode } from '../../../main/adapters/xlsx/read-styles.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import { makeXlsx, type SheetSpec } from '../../support/make-xlsx.ts'
import { makeZip } from '../../support/make-zip.ts'

const reader = createXlsxReader()

async function rowsOf(sheet: Omit<SheetSpec, 'name'>): Promise<unknown[][]> {
  const [table] = await reader.read(makeXlsx([{ name: 'Sheet', ...sheet }]))
  return table!.rows.map(({ values }) => [...values])
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await reader.read(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(AppError)
  expect((error as AppError).code).toBe('UNREADABLE_FILE')
  return (error as AppError).message
}

describe('xlsx reader', () => {
  test('values: texts, numbers, truth values, formatted texts, inline texts, escapes', async () => {
    const rows = await rowsOf({
      rows: [
        ['a & b <c>', 1.5, true, false],
        [
          { type: 'inlineStr', xml: '<is><r><t>rich </t></r><r><t>text</t></r><rPh><t>reading</t></rPh></is>' },
          { type: 'inlineStr', xml: '<is><t>line_x000D_\nnext &#233;</t></is>' },
          null,
          { style: 4, xml: '<v>3.14</v>' },
        ],
      ],
    })
    expect(rows).toEqual([
      ['a & b <c>', 1.5, true, false],
      ['rich text', 'line\nnext é', null, 3.14],
    ])
  })

  test('dates and times: ISO 8601 without a zone', async () => {
    const rows = await rowsOf({
      rows: [
        [
          { style: 1, xml: '<v>46053</v>' },
          { style: 2, xml: '<v>46053.5</v>' },
          { style: 3, xml: '<v>0.354166666666667</v>' },
          { style: 5, xml: '<v>1.25</v>' },
          { style: 1, xml: '<v>1</v>' },
          { style: 1, xml: '<v>61</v>' },
          { type: 'd', xml: '<v>2026-01-31T10:00:00</v>' },
          { style: 1, xml: '<v>-5</v>' },
        ],
      ],
    })
    const [early, late] = ['1900-01-01', '1900-03-01']
    expect(rows).toEqual([
      ['2026-01-31', '2026-01-31T12:00:00', '08:30:00', '30:00:00', early, late, '2026-01-31T10:00:00', -5],
    ])
  })

  test.each([
    ['yyyy-mm-dd', 'date'],
    ['d. mmmm yyyy', 'date'],
    ['[$-409]mmm\\-yy;@', 'date'],
    ['h:mm AM/PM', 'time'],
    ['mm:ss.0', 'time'],
    ['[h]:mm', 'time'],
    ['General', 'number'],
    ['0.00E+00', 'number'],
    ['#,##0.00 "days"', 'number'],
    ['[Red]-0.0%', 'number'],
    ['"y"0', 'number'],
  ])('number format %s is read as %s', (code, kind) => {
    expect(kindOfCode(code)).toBe(kind)
  })

  test('formulas: their stored result; without one, and errors, are empty and said', async () => {
    const [table] = await reader.read(
      makeXlsx([
        {
          name: 'Sums',
          rows: [
            ['x', { type: 'str', xml: '<f>A1&amp;"!"</f><v>x!</v>' }, { xml: '<f>1+1</f><v>2</v>' }],
            ['y', { xml: '<f>1+1</f>' }, { type: 'e', xml: '<f>1/0</f><v>#DIV/0!</v>' }],
          ],
        },
      ]),
    )
    expect(table!.rows.map(({ values }) => values)).toEqual([['x', 'x!', 2], ['y']])
    expect(table!.notes).toEqual([
      expect.stringContaining('1 cell with an error'),
      expect.stringContaining('1 formula without a stored result'),
    ])
  })

  test('merged cells: stand in each of their rows, but one title over many columns once', async () => {
    const rows = await rowsOf({
      rows: [['Title', null, null], ['topic', 'q1'], [null, 'q2'], [], ['other', 'q3']],
      merged: ['A1:C1', 'A2:A4'],
    })
    expect(rows).toEqual([['Title'], ['topic', 'q1'], ['topic', 'q2'], ['other', 'q3']])
  })

  test('sheets: in order, empty and hidden ones too, rows by their number', async () => {
    const tables = await reader.read(
      makeXlsx([
        { name: 'One', rows: [['a'], [], ['b']] },
        { name: 'Empty', rows: [] },
        { name: 'Secret & Co', rows: [['c']], hidden: true },
      ]),
    )
    expect(tables.map(({ name, rows }) => [name, rows.map(({ row }) => row)])).toEqual([
      ['One', [1, 3]],
      ['Empty', []],
      ['Secret & Co', [1]],
    ])
    expect(tables[2]!.notes).toEqual([expect.stringContaining('hidden')])
  })

  test('what is no readable workbook is refused with a sentence', async () => {
    const workbook = makeXlsx([{ name: 'A', rows: [['x']] }])
    expect(await refusal(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]))).toContain('locked with a password')
    expect(await refusal(Buffer.from('not a zip'))).toMatch(/^The Excel workbook is damaged/)
    expect(await refusal(workbook.subarray(0, workbook.length - 40))).toMatch(/^The Excel workbook is damaged/)
    expect(await refusal(makeZip([{ name: 'a.txt', data: 'x' }]))).toMatch(/missing|no Excel workbook/)
    expect(await refusal(makeZip([{ name: '_rels/.rels', data: '<Relationships/>' }]))).toContain('no Excel workbook')
  })

  test('what would fill the memory is refused: bombs, lying sizes, far cells', async () => {
    const bomb = makeXlsx(
      [{ name: 'A', rows: [['x']] }],
      [{ name: 'xl/media/bomb', data: Buffer.alloc(260 * 1024 * 1024) }],
    )
    expect(await refusal(bomb)).toContain('at most 256.0 MB')
    const lying = makeXlsx(
      [{ name: 'A', rows: [['x']] }],
      [{ name: 'xl/media/lie', data: Buffer.alloc(1024 * 1024), statedSize: 10 }],
    )
    expect(await refusal(lying)).toContain('damaged')
    const far = Array.from({ length: 400 }, (_, row) => `<row><c r="XFD${row + 1}"><v>1</v></c></row>`).join('')
    const wide = makeXlsx([{ name: 'A', rows: [[{ xml: `<v>1</v></c></row>${far}<row><c r="A999"><v>1</v>` }]] }])
    expect(await refusal(wide)).toContain('more than 5,000,000 cells')
  })

  test('law: any texts come back as they were written, in their places', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((value) => !/[\p{Cc}\p{Cn}]|_x/u.test(value))
    const cell = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 5 }), { maxLength: 6 }), async (rows) => {
        const [table] = await reader.read(makeXlsx([{ name: 'A', rows }]))
        const read = new Map(table!.rows.map(({ row, values }) => [row, values]))
        rows.forEach((cells, index) => {
          cells.forEach((value, column) => {
            expect(read.get(index + 1)?.[column] ?? null).toEqual(value === '' ? null : value)
          })
        })
      }),
      { numRuns: 60 },
    )
  })

  test('law: damaged bytes are read or refused, never a crash', async () => {
    const whole = makeXlsx([
      {
        name: 'A',
        rows: [
          ['query', 'answer'],
          ['what?', 'that'],
        ],
      },
    ])
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (changes) => {
          const bytes = Buffer.from(whole)
          for (const [at, value] of changes) bytes[at] = value
          await reader.read(bytes).catch((error: unknown) => expect(error).toBeInstanceOf(AppError))
        },
      ),
      { numRuns: 150 },
    )
  })
})
