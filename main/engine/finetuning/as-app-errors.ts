import { AppError } from '../../../shared/domain/app-error.ts'
import { CallFailure } from '../../ports/call-failure.ts'

/** What a provider's failure means to somebody who waits for the answer. */
export async function asAppErrors<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    const passes = ['rateLimited', 'unavailable', 'timeout', 'cut'].includes(error.kind)
    throw new AppError(passes ? 'PROVIDER_UNAVAILABLE' : 'PROVIDER_REFUSED', error.message, { kind: error.kind })
  }
}
