import type { ModelReply, ModelRequest } from './language-model.ts'

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
