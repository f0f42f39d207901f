import fc from 'fast-check'
import { expect, test } from 'vitest'
import { samplePositions } from '../../../main/engine/datasets/browsing/count-lengths.ts'
import { lengthHistogram } from '../../../main/engine/datasets/browsing/length-histogram.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'

import { type FileContents, jsonl } from '../../support/parse-files.ts'

const many: FileContents = {
  'corpus.jsonl': jsonl(
    Array.from({ length: 450 }, (_, index) => ({
      _id: `d${index}`,
      title: `Title ${index}`,
      text: index % 10 === 0 ? `Needle 100%_sure ${index}` : `Straw number ${index} 😀 שלום`,
    })),
  ),
  'queries.jsonl': jsonl(Array.from({ length: 30 }, (_, index) => ({ _id: `q${index}`, text: `Question ${index}?` }))),
  'qrels/test.tsv': [...Array.from({ length: 10 }, (_, index) => `q${index}\td${index}\t${index % 3}`), ''].join('\n'),
  'qrels/dev.tsv': 'q20\td1\t1\n',
}

async function importMany() {
  const opened = await openFilledEngine('many', many)
  const { browsing } = opened.engine.datasets
  const { version } = browsing.corpus('many')
  const { evalSet } = browsing.evalSet('many')
  return { browsing, version, evalSet, [Symbol.asyncDispose]: () => opened.engine.close() }
}

test('pages of documents join to the whole corpus in its order', async () => {
  await using opened = await importMany()
  const ids = [0, 200, 400, 600].flatMap((offset) =>
    opened.browsing
      .documents(opened.version.versionId, undefined, { offset, limit: 200 })
      .documents.map((d) => d.docId),
  )
  expect(ids).toEqual(Array.from({ length: 450 }, (_, index) => `d${index}`))
})

test('a search finds text as it stands, wildcards included, and pages count only what it found', async () => {
  await using opened = await importMany()
  const { total, documents } = opened.browsing.documents(opened.version.versionId, 'needle 100%_', {
    offset: 40,
    limit: 10,
  })
  expect(total).toBe(45)
  expect(documents.map((document) => document.docId)).toEqual(['d400', 'd410', 'd420', 'd430', 'd440'])
  expect(opened.browsing.documents(opened.version.versionId, 'n%e', { offset: 0, limit: 10 }).total).toBe(0)
})

test('a document comes in stretches that join to its text and never tear a character', async () => {
  await using opened = await importMany()
  const whole = opened.browsing.document(opened.version.versionId, 'd1', 0, 1000)
  expect(whole.length).toBe(whole.text.length)
  let text = ''
  while (text.length < whole.length) {
    const part = opened.browsing.document(opened.version.versionId, 'd1', text.length, 2)
    expect(part.text).not.toMatch(/[\uD800-\uDBFF]$/)
    text += part.text
  }
  expect(text).toBe(whole.text)
})

test.each([
  ['all', undefined, 30],
  ['judged', undefined, 11],
  ['judged', 'dev', 1],
  ['unjudged', undefined, 19],
  ['spans', undefined, 0],
] as const)('queries that are %s in the split %s: %i', async (state, split, total) => {
  await using opened = await importMany()
  const page = opened.browsing.queries(opened.evalSet.evalSetId, { state, split }, { offset: 0, limit: 200 })
  expect(page.total).toBe(total)
  expect(page.queries).toHaveLength(total)
})

test('a query names the documents it is judged with', async () => {
  await using opened = await importMany()
  expect(opened.browsing.query(opened.evalSet.evalSetId, 'q5')).toMatchObject({
    splits: ['test'],
    judgments: [{ split: 'test', docId: 'd5', grade: 2, title: 'Title 5' }],
    judgmentsTotal: 1,
  })
})

test('token lengths of a corpus count every document', async () => {
  await using opened = await importMany()
  const lengths = await opened.browsing.documentLengths(opened.version.versionId)
  expect(lengths).toMatchObject({ counted: 450, texts: 450 })
  expect(lengths.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(450)
})

test('a histogram holds every count once, in bins without gaps', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1 }), (tokens) => {
      const { bins, counted, maxTokens, medianTokens } = lengthHistogram(tokens, tokens.length)
      expect(counted).toBe(tokens.length)
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(tokens.length)
      expect(bins.slice(1).every((bin, index) => bin.from === bins[index]!.to)).toBe(true)
      expect(bins[0]!.count).toBeGreaterThan(0)
      expect(bins.at(-1)!.count).toBeGreaterThan(0)
      expect(medianTokens).toBeLessThanOrEqual(maxTokens)
    }),
  )
})

test('a sample of texts is even, without repetition, and whole while it is cheap', () => {
  expect(samplePositions(5, 100)).toEqual([0, 1, 2, 3, 4])
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 1e9 }), (texts, characters) => {
      const positions = samplePositions(texts, characters)
      expect(new Set(positions).size).toBe(positions.length)
      expect(positions.length).toBeLessThanOrEqual(2000)
      expect(positions.every((position) => position >= 0 && position < texts)).toBe(true)
    }),
  )
})
