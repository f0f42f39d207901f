import type { TokenUsage } from '../../shared/domain/answer.ts'
import type { ModelProvider } from '../../shared/domain/model-provider.ts'
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

/** A request of a batch, under a name by which its answer is known again. */
export interface BatchRequest {
  readonly name: string
  readonly request: ModelRequest
}

/** A batch as its provider tells of it. */
export interface ProviderBatch {
  readonly batchId: string
  /** `ended`: nothing more will be answered, for whatever reason. */
  readonly state: 'working' | 'ended'
  /** Of one that ended before it was complete: why, in the provider's words; null otherwise. */
  readonly problem: string | null
  readonly answered: number
}

/** `reply` null: it failed, or was never worked on, and costs nothing. */
export interface BatchAnswer {
  readonly name: string
  readonly reply: ModelReply | null
}

/** Many requests at once, answered within a day at a lower price. Every call sends each request once and throws CallFailure. */
export interface BatchCalls {
  /** Most that one batch takes. */
  readonly mostRequests: number
  readonly mostBytes: number
  /** How much of the file a request takes, in bytes. */
  bytesOf(request: BatchRequest): number
  /** Uploads the requests and starts the batch under a tag. `failure.mayBeCharged`: it may have been started. */
  create(tag: string, requests: readonly BatchRequest[], signal?: AbortSignal): Promise<ProviderBatch>
  /** The batch with this tag, among the newest; null when there is none. */
  find(tag: string, signal?: AbortSignal): Promise<ProviderBatch | null>
  get(batchId: string, signal?: AbortSignal): Promise<ProviderBatch>
  /** Of a batch that ended: what was answered, in no order. What is not in it was not answered. */
  answers(batchId: string, signal?: AbortSignal): Promise<BatchAnswer[]>
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
