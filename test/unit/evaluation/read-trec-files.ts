import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

export const sharedTrecEval = new URL('../../../../shared/reference/trec_eval/', import.meta.url)
export const sharedChunking = new URL('../../../../shared/reference/chunking/', import.meta.url)
export const fixtures = new URL('../../fixtures/reference/', import.meta.url)

export function readText(url: URL): string {
  const bytes = readFileSync(url)
  return (url.pathname.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

export function readJson<T>(url: URL): T {
  return JSON.parse(readText(url)) as T
}

export interface ScoredDocument {
  readonly docId: string
  readonly score: number
}

/** Query id → documents in the order of the file's lines. */
export function parseRun(text: string): Map<string, ScoredDocument[]> {
  const run = new Map<string, ScoredDocument[]>()
  for (const [queryId, , docId, , score] of fieldsOfLines(text)) {
    const documents = run.get(queryId!) ?? []
    documents.push({ docId: docId!, score: scoreOf(score!) })
    run.set(queryId!, documents)
  }
  return run
}

/** Query id → document id → grade. */
export function parseQrels(text: string): Map<string, Map<string, number>> {
  const qrels = new Map<string, Map<string, number>>()
  for (const [queryId, , docId, grade] of fieldsOfLines(text)) {
    const judgments = qrels.get(queryId!) ?? new Map<string, number>()
    judgments.set(docId!, Math.trunc(Number(grade)))
    qrels.set(queryId!, judgments)
  }
  return qrels
}

function fieldsOfLines(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.trim().split(/\s+/))
}

function scoreOf(field: string): number {
  if (/^[+-]?inf$/.test(field)) return field.startsWith('-') ? -Infinity : Infinity
  return Number(field)
}
