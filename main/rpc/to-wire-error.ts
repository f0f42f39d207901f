import { ORPCError, ValidationError } from '@orpc/server'
import { AppError, errorTable } from '../../shared/domain/app-error.ts'
import { describeIssues } from '../../shared/domain/describe-issues.ts'

/**
 * AppErrors keep code, sentence and details on every transport. An input that the contract refuses is INVALID_INPUT, with
 * each problem in a sentence. Anything else stays an internal error.
 */
export function toWireError(error: unknown): unknown {
  if (error instanceof AppError) return wireError(error)
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST' || !(error.cause instanceof ValidationError))
    return error
  // Every schema of the contract is zod's, so its issues are, too.
  const issues = [...error.cause.issues] as Parameters<typeof describeIssues>[0]['issues']
  const problems = describeIssues({ issues }, 'the request')
  return wireError(
    new AppError('INVALID_INPUT', `The request is not valid: ${problems.join('; ')}. Nothing was changed.`, {
      problems,
    }),
  )
}

function wireError(error: AppError): ORPCError<AppError['code'], AppError['details']> {
  const { httpStatus } = errorTable[error.code]
  return new ORPCError(error.code, { status: httpStatus, message: error.message, data: error.details, cause: error })
}
