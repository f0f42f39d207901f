import { z } from 'zod'
import type { Behaviour } from './behaviour.ts'
import type { Refusal } from './embeddings-request.ts'
import { countModelTokens } from './model-question.ts'

const Body = z.looseObject({
  model: z.string().min(1),
  query: z.string().min(1),
  documents: z.array(z.string()).min(1).max(1000),
  top_n: z.int().min(1).optional(),
  top_k: z.int().min(1).optional(),
})

export interface RerankBody {
  readonly model: string
  readonly query: string
  readonly documents: readonly string[]
  readonly dialect: 'standard' | 'voyage' | 'cohere'
}

/** Cohere's is told by its path, Voyage's by `top_k`; each refuses the other's name for it. */
export function readRerankBody(body: unknown, path: string): RerankBody | Refusal {
  const parsed = Body.safeParse(body)
  if (!parsed.success) return { message: `Invalid request: ${parsed.error.issues[0]!.message}`, param: null }
  const { model, query, documents, top_k, return_documents } = parsed.data
  const dialect = path === '/v2/rerank' ? 'cohere' : top_k === undefined ? 'standard' : 'voyage'
  if (dialect === 'cohere' && (top_k !== undefined || return_documents !== undefined)) {
    return { message: 'Unknown field.', param: 'return_documents' }
  }
  return { model, query, documents, dialect }
}

/** A score is the part of the query's words that a text holds. */
export function rerankScore(query: string, text: string): number {
  const words = (of: string) => new Set(of.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
  const held = words(text)
  const asked = [...words(query)]
  return asked.filter((word) => held.has(word)).length / Math.max(1, asked.length)
}

export function rerankTokens({ query, documents }: RerankBody): number {
  return documents.reduce((sum, text) => sum + countModelTokens(query) + countModelTokens(text), 0)
}

/** Best first, as real servers answer. */
export function rerankAnswer(body: RerankBody, behaviour: Behaviour): unknown {
  const last = body.documents.length - 1
  const results: { index: number; relevance_score: number | null }[] = body.documents.map((text, index) => ({
    index: behaviour.kind === 'same-index' ? 0 : index,
    relevance_score: behaviour.kind === 'nan' && index === last ? null : rerankScore(body.query, text),
  }))
  results.sort((a, b) => (b.relevance_score ?? 0) - (a.relevance_score ?? 0))
  if (behaviour.kind === 'count') {
    if (behaviour.extra < 0) results.splice(behaviour.extra)
    for (let i = 0; i < behaviour.extra; i += 1) results.push(results[0]!)
  }
  const total_tokens = rerankTokens(body)
  const usage = behaviour.kind === 'usage' && behaviour.usage === 'none' ? {} : { usage: { total_tokens } }
  switch (body.dialect) {
    case 'voyage':
      return { object: 'list', data: results, model: body.model, ...usage }
    case 'cohere':
      return { id: 'rerank-1', results, meta: { api_version: { version: '2' }, billed_units: { search_units: 1 } } }
    default:
      return { model: body.model, results, ...usage }
  }
}
