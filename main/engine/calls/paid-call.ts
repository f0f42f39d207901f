import type { TokenUsage } from '../../../shared/domain/answer.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { BudgetCaps, TokenPrice } from '../../../shared/domain/ledger.ts'
import type { RateLimits } from '../../ports/call-failure.ts'
import type { CallUse } from '../../ports/call-store.ts'

/** What every provider's reply says of itself. */
export interface PaidReply {
  /** Null when the provider reports none: the call is then booked at its worst case. */
  readonly usage: TokenUsage | null
  readonly latencyMs: number
  readonly limits: RateLimits
}

/** One request that may cost money. */
export interface PaidCall<Reply extends PaidReply> {
  readonly use: CallUse
  readonly jobId: JobId
  /** Requests of one lane share a provider's limits. */
  readonly lane: string
  readonly model: string
  /** The adapter's key: endpoint, API and model. */
  readonly modelKey: string
  /** Everything that decides the answer, as JSON; with `modelKey` it is the key of the cache. */
  readonly request: unknown
  /** False for a repetition: it must be asked anew, and its answer serves only itself. */
  readonly useCache: boolean
  /** The most that it can use: what a budget reserves. */
  readonly worstCase: TokenUsage
  /** In force today; null when not known. */
  readonly price: TokenPrice | null
  readonly caps: BudgetCaps
  /** Sends the request once. Throws CallFailure. */
  send(signal: AbortSignal): Promise<Reply>
}

export interface PaidResult<Reply extends PaidReply> {
  readonly reply: Reply
  /** Null when the price is not known. */
  readonly costUsd: number | null
  /** The answer was paid for before, by another place; its latency is that of its first execution. */
  readonly cached: boolean
}

/** The way to everything that is paid for: cache, budget, journal, scheduler, retries. */
export interface PaidCalls {
  /**
   * Throws CallFailure when every try failed, AppError BUDGET_REACHED when a cap would be passed (nothing was sent), or the
   * signal's reason.
   */
  call<Reply extends PaidReply>(call: PaidCall<Reply>, signal: AbortSignal): Promise<PaidResult<Reply>>
}
