import type { ServerRerank } from '../../shared/domain/rerank.ts'
import type { RateLimits } from './call-failure.ts'

export interface RerankReply {
  /** One for each text, in the order given; higher is better. Shape [texts]. */
  readonly scores: readonly number[]
  /** Tokens, or null when the server reports none. */
  readonly inputTokens: number | null
  readonly latencyMs: number
  readonly limits: RateLimits
}

/** A server that scores passages for a query. Sends each request exactly once. */
export interface Reranker {
  readonly key: string
  readonly lane: string
  /** Throws CallFailure, also when a score is missing or not a number; AppError SECRET_MISSING. */
  rerank(query: string, texts: readonly string[], signal?: AbortSignal): Promise<RerankReply>
}

export type OpenReranker = (settings: ServerRerank) => Reranker
