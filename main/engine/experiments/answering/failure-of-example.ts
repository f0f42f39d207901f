import type { AnswerFailure } from '../../../../shared/domain/answer.ts'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { CallFailure } from '../../../ports/call-failure.ts'

/**
 * What a failed call says of its example alone: refused, too long or malformed. Throws everything else, as the next example
 * would fail the same way: a failure of the provider as `stoppedBy` says it, any other error as it is.
 */
export function failureOfExample(error: unknown): AnswerFailure {
  if (!(error instanceof CallFailure)) throw error
  const { kind, message } = error
  if (kind === 'refused' || kind === 'tooLong' || kind === 'malformed') return { kind, message }
  throw stoppedBy(error)
}

/** What stops a run, in the provider's words, with what is kept. */
export function stoppedBy(failure: CallFailure): AppError {
  const refused = failure.kind === 'keyRefused' || failure.kind === 'noQuota'
  return new AppError(
    refused ? 'PROVIDER_REFUSED' : 'PROVIDER_UNAVAILABLE',
    `${failure.message} All answers that arrived are kept; resume the run to go on.`,
    {},
    { cause: failure },
  )
}
