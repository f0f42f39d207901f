import { AppError } from '../../../shared/domain/app-error.ts'
import { CallFailure } from '../../ports/call-failure.ts'

/** A failed question that is asked outside of a run, as the error that the user sees. */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof CallFailure)) return error
  const passes = ['rateLimited', 'unavailable', 'timeout', 'cut'].includes(error.kind)
  return new AppError(passes ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED', error.message, { kind: error.kind })
}
