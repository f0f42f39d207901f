import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { embedWithBuiltin } from '../../../main/engine/embedding/embed-with-builtin.ts'
import { fitBuiltinEmbedder } from '../../../main/engine/embedding/fit-builtin-embedder.ts'
import { cosine } from './vectors.ts'

const data = new URL('../../../../shared/data/', import.meta.url)
const available = existsSync(data)

interface Entry {
  readonly _id: string
  readonly title?: string
  readonly text: string
}

function entriesOf(path: string): Entry[] {
  const lines = readFileSync(new URL(path, data), 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Entry)
}

/** Mean nDCG@10 over queries with a relevant document, exact cosine search over whole documents. */
function meanNdcgAt10(set: string, qrelsFile: string): number {
  const documents = entriesOf(`${set}/corpus.jsonl`)
  const queries = new Map(entriesOf(`${set}/queries.jsonl`).map((query) => [query._id, query.text]))
  const grades = new Map<string, Map<string, number>>()
  for (const line of readFileSync(new URL(`${set}/${qrelsFile}`, data), 'utf8')
    .trim()
    .split('\n')
    .slice(1)) {
    const [query, document, grade] = line.split('\t') as [string, string, string]
    if (!grades.has(query)) grades.set(query, new Map())
    grades.get(query)!.set(document, Number(grade))
  }
  const texts = documents.map(({ title, text }) => (title && !text.startsWith(title) ? `${title}\n${text}` : text))
  const model = fitBuiltinEmbedder(texts, { variant: 'w384', seed: 0 })
  const vectors = texts.map((text) => embedWithBuiltin(model, text))

  const values: number[] = []
  for (const [query, judged] of grades) {
    const ideal = [...judged.values()].filter((grade) => grade > 0).sort((a, b) => b - a)
    if (ideal.length === 0) continue
    const vector = embedWithBuiltin(model, queries.get(query)!)
    const ranked = vectors
      .map((candidate, index) => ({ id: documents[index]!._id, score: cosine(vector, candidate) }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1))
    const gain = (ranking: readonly number[]) =>
      ranking.slice(0, 10).reduce((sum, grade, index) => sum + Math.max(0, grade) / Math.log2(index + 2), 0)
    values.push(gain(ranked.slice(0, 10).map(({ id }) => judged.get(id) ?? 0)) / gain(ideal))
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe.skipIf(!available)(
  `built-in embedder, retrieval quality${available ? '' : ' (skipped: ../shared is not here)'}`,
  () => {
    it.each([
      ['scifact-mini', 'qrels/test.tsv', 0.83],
      ['cranfield', 'qrels/test.tsv', 0.385],
    ])('w384 on %s reaches nDCG@10 %s ≥ %d', (set, qrels, least) => {
      expect(meanNdcgAt10(set, qrels)).toBeGreaterThanOrEqual(least)
    })
  },
)
