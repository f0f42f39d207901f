import { CallFailure, type CallFailureDetails } from '../../ports/call-failure.ts'

/** A CallFailure that also knows what the server answered: adapters choose between two endpoints by it. */
export class ProviderFailure extends CallFailure {
  /** Null when no status came. */
  readonly status: number | null
  /** The provider's own name for the problem; null when it gave none. */
  readonly code: string | null
  /** The provider's own words, made safe; empty when it gave none. */
  readonly words: string

  constructor(
    message: string,
    details: CallFailureDetails & { status?: number; code?: string | null; words?: string },
  ) {
    // No cause: errors of libraries quote headers and addresses, and those can hold the key.
    super(message, details)
    this.status = details.status ?? null
    this.code = details.code ?? null
    this.words = details.words ?? ''
  }
}
