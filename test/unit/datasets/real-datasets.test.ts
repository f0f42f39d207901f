import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { createFileSystemImportSource } from '../../../main/adapters/file-system/create-file-system-import-source.ts'
import type { ParsedDataset } from '../../../main/engine/datasets/parsing/parsed-dataset.ts'
import { anchorSpan } from '../../../main/engine/datasets/storing/anchor-span.ts'
import { countsAddUp, parseListing } from '../../support/parse-files.ts'

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const available = existsSync(data)
const skipped = available ? '' : ' (skipped: ../shared is not here)'

async function importFrom(path: string): Promise<ParsedDataset> {
  return parseListing(await createFileSystemImportSource().list([path]))
}

function judgedQueries(dataset: ParsedDataset, split: string): number {
  const judged = dataset.judgments.filter((judgment) => judgment.split === split && judgment.grade > 0)
  return new Set(judged.map((judgment) => judgment.queryId)).size
}

function staleSpans(dataset: ParsedDataset): number {
  const texts = new Map(dataset.documents.map((document) => [document.docId, document.text]))
  const spans = dataset.queries.flatMap((query) => query.spans)
  return spans.filter((span) => {
    const anchored = anchorSpan(texts.get(span.docId) ?? '', span)
    return anchored === null || (span.start !== null && anchored.start !== span.start)
  }).length
}

describe.skipIf(!available)(`BEIR sets of ../shared/data${skipped}`, () => {
  test.each([
    ['scifact', 5183, 'train', 809, 0],
    ['scifact-mini', 300, 'test', 50, 0],
    ['cranfield', 1400, 'test', 225, 0],
    ['xquad', 240, 'test', 1190, 1190],
    ['pubmedqa', 1000, 'train', 500, 0],
    ['tatqa-dev', 278, 'test', 1668, 0],
    ['chroma-chunking', 3, 'test', 276, 452],
  ] as const)(
    '%s: %i documents, in %s %i judged queries, %i spans that all stand in their documents',
    async (...set) => {
      const [name, documents, split, judged, spans] = set
      const dataset = await importFrom(`${data}${name}`)
      expect(dataset.documents).toHaveLength(documents)
      expect(judgedQueries(dataset, split)).toBe(judged)
      expect(dataset.queries.flatMap((query) => query.spans)).toHaveLength(spans)
      expect(staleSpans(dataset)).toBe(0)
      expect(dataset.duplicateDocuments).toBe(0)
      expect(dataset.rejections.every((rejection) => rejection.row === null)).toBe(true)
      expect(countsAddUp(dataset)).toBe(true)
    },
  )

  test('cranfield: three splits, graded; its two empty documents are noted', async () => {
    const dataset = await importFrom(`${data}cranfield`)
    expect([...new Set(dataset.judgments.map((judgment) => judgment.split))]).toEqual(['binary', 'rawcode', 'test'])
    expect(dataset.notes).toEqual([expect.stringContaining('2 documents have an empty text')])
    expect(dataset.documents.filter((document) => document.text === '')).toHaveLength(2)
  })

  test('chat training sets: taken with the split that their names give', async () => {
    const dataset = await importFrom(`${data}banking77`)
    expect(dataset.files.filter((file) => file.role === 'training')).toHaveLength(2)
    expect(dataset.training.rows.filter(({ givenSplit }) => givenSplit === 'train')).toHaveLength(770)
    expect(dataset.training.rows.filter(({ givenSplit }) => givenSplit === 'validation')).toHaveLength(385)
  })
})

interface ExpectedFile {
  readonly file: string
  readonly must_include: readonly string[]
}

/** Words alone: Markdown says with marks and addresses what plain text says without. */
function plainWords(markdown: string): string {
  return markdown
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

describe.skipIf(!available)(`documents of ../shared/data/docs-real${skipped}`, () => {
  test('every supported file holds what it must, every other file has a reason, nothing crashes', async () => {
    const dataset = await importFrom(`${data}docs-real`)
    const expected = JSON.parse(await readFile(`${data}docs-real/expected.json`, 'utf8')) as ExpectedFile[]
    const texts = new Map(dataset.documents.map((document) => [document.sourcePath, plainWords(document.text)]))
    const missing: string[] = []
    let checked = 0
    for (const { file, must_include } of expected) {
      const text = texts.get(file)
      if (text === undefined) continue
      checked++
      const wanted = must_include.filter((entry) => !entry.includes('data:'))
      missing.push(...wanted.filter((entry) => !text.includes(plainWords(entry))).map((entry) => `${file}: ${entry}`))
    }
    expect(missing).toEqual([])
    expect(checked).toBe(9)

    const supported = /\.(pdf|docx|xlsx|html|md|txt|csv|json)$/
    const isReported = (path: string) => dataset.rejections.some((rejection) => rejection.path === path)
    for (const file of dataset.files.filter(({ path }) => !path.includes('expected_outputs/'))) {
      if (file.role === 'archive') continue
      const isScan = file.path.endsWith('_scan.pdf')
      expect([file.path, isReported(file.path)]).toEqual([file.path, isScan || !supported.test(file.path)])
    }
    expect(countsAddUp(dataset)).toBe(true)
  })
})

describe('the sample project', () => {
  const sample = fileURLToPath(new URL('../../../main/sample/dataset', import.meta.url))

  test('its documents, questions and spans: all are taken, and every span stands in its document', async () => {
    const dataset = await importFrom(sample)
    expect(dataset.documents.length).toBeGreaterThan(40)
    expect(dataset.documents.every((document) => !document.docId.startsWith('docs/'))).toBe(true)
    expect(dataset.queries.length).toBeGreaterThan(50)
    expect(staleSpans(dataset)).toBe(0)
    expect(dataset.judgments.every(({ docId }) => dataset.documents.some((document) => document.docId === docId))).toBe(
      true,
    )
    const refused = dataset.rejections.map((rejection) => rejection.path)
    expect(refused.filter((path) => /\.(md|jsonl)$/.test(path))).toEqual([])
    expect(dataset.notes).toEqual([])
  })
})
