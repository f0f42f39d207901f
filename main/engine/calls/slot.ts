import type { JobId } from '../../../shared/domain/ids.ts'
import type { CallFailure, RateLimits } from '../../ports/call-failure.ts'

export interface SlotRequest {
  readonly lane: string
  readonly jobId: JobId
  /** The most tokens, prompt and answer, that the request can use. */
  readonly tokens: number
  /** Goes before the other requests of its job. */
  readonly isRetry: boolean
}

/** The right to send one request now. Exactly one of its functions must be called when it is over. */
export interface Slot {
  succeed(limits: RateLimits): void
  /** @returns true when the whole lane waits because of it, so that the request can ask for its next slot at once. */
  fail(failure: CallFailure): boolean
  /** Nothing was learnt of the provider. */
  giveBack(): void
}
