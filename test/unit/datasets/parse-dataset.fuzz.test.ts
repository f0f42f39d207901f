import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countsAddUp, parseFiles } from '../../support/parse-files.ts'

const names = fc.constantFrom(
  'a.csv',
  'b.tsv',
  'c.json',
  'd.jsonl',
  'e.txt',
  'docs/f.md',
  'docs/g.html',
  'queries.jsonl',
  'corpus.jsonl',
  'answers.jsonl',
  'qrels/test.tsv',
  'qrels.txt',
  'h.xml',
  'noextension',
)
const scalar = fc.oneof(
  fc.constantFrom('q1', 'q2', 'd1', 'd2', 'docs/f.md', 'train', '', '["x"]', '{"a":', 'a\nb', '"', '1', '-3', '0.5'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
)
const span = fc.record({ doc: scalar, start: scalar, end: scalar, quote: scalar }, { requiredKeys: [] })
const value = fc.oneof(scalar, fc.array(scalar, { maxLength: 3 }), fc.array(span, { maxLength: 2 }), fc.jsonValue())
const columns = [
  '_id',
  'query',
  'text',
  'answers',
  'spans',
  'doc',
  'docId',
  'split',
  'grade',
  'tags',
  'type',
  'start',
  '__proto__',
]
const row = fc.dictionary(fc.constantFrom(...columns), value, { maxKeys: 6 })
const jsonLines = fc
  .array(fc.oneof({ weight: 5, arbitrary: row.map((cells) => JSON.stringify(cells)) }, fc.string()))
  .map((lines) => lines.join('\n'))
const csv = fc
  .array(
    fc.array(
      scalar.map((cell) => String(cell)),
      { maxLength: 5 },
    ),
    { maxLength: 6 },
  )
  .map((rows) => [columns.slice(0, 5), ...rows].map((cells) => cells.join(',')).join('\n'))
const qrels = fc
  .array(fc.tuple(scalar, scalar, scalar).map((parts) => parts.join('\t')))
  .map((lines) => lines.join('\n'))
const content = fc.oneof(
  jsonLines,
  csv,
  qrels,
  fc.array(row).map((rows) => JSON.stringify(rows)),
  fc.string({ unit: 'binary' }),
  fc.uint8Array({ maxLength: 200 }),
  fc.string().map((text) => `<div><p>${text}<table><tr><td>${text}`),
)

describe('parseDataset', () => {
  test('law: any files are understood or refused with a reason, and all counts add up', async () => {
    const files = fc.dictionary(names, content, { minKeys: 1, maxKeys: 5 })
    await fc.assert(
      fc.asyncProperty(files, async (contents) => {
        const dataset = await parseFiles(contents)
        expect(countsAddUp(dataset)).toBe(true)
        expect(dataset.files).toHaveLength(Object.keys(contents).length)
      }),
      { numRuns: 400 },
    )
  })

  test('law: the same files give the same dataset', async () => {
    const files = fc.dictionary(names, content, { minKeys: 1, maxKeys: 4 })
    await fc.assert(
      fc.asyncProperty(files, async (contents) => {
        expect(await parseFiles(contents)).toEqual(await parseFiles(contents))
      }),
      { numRuns: 50 },
    )
  })
})
