import type { TokenUsage } from '../../shared/domain/answer.ts'
import type { ModelProvider } from '../../shared/domain/model-provider.ts'
import type { BatchCalls } from './batch-calls.ts'
import type { RateLimits } from './call-failure.ts'

export interface ModelMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

export interface ModelRequest {
  readonly messages: readonly ModelMessage[]
  readonly maxOutputTokens: number
  /** Null leaves it to the provider. */
  readonly temperature: number | null
  readonly seed: number | null
  /** JSON schema of the answer; null for free text. */
  readonly jsonSchema: Readonly<Record<string, unknown>> | null
}

export interface ModelReply {
  readonly text: string
  readonly finishReason: 'stop' | 'length' | 'refusal' | 'other'
  /** Null when the provider reports none. */
  readonly usage: TokenUsage | null
  /** Wall time of this request alone; 0 in a batch, where it is not told. */
  readonly latencyMs: number
  /** The exact model that served it, as the provider names it; null when it says nothing. */
  readonly servedModel: string | null
  readonly limits: RateLimits
}

/** A model at a provider. Sends each request exactly once: who calls decides about trying again. */
export interface LanguageModel {
  /** Endpoint, API and model: two models with the same key are the same model. Part of cache keys; holds no secret. */
  readonly key: string
  /** Endpoint and key name: requests of one lane share the provider's limits. */
  readonly lane: string
  /** Left out where the provider takes no batches. */
  readonly batches?: BatchCalls
  /** Throws CallFailure; AppError SECRET_MISSING before anything is sent; the signal's reason when aborted. */
  send(request: ModelRequest, signal?: AbortSignal): Promise<ModelReply>
}

export interface ListedModel {
  readonly model: string
  /** ISO date from which it will not answer any more; null when none is announced. */
  readonly shutdownDate: string | null
}

/** Opens models; sends nothing before it is asked to. */
export interface LanguageModels {
  open(provider: ModelProvider, model: string): LanguageModel
  /** What the provider offers under this key. Throws AppError PROVIDER_REFUSED, PROVIDER_UNAVAILABLE or SECRET_MISSING. */
  list(provider: ModelProvider, signal?: AbortSignal): Promise<ListedModel[]>
}
