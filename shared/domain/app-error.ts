import { z } from 'zod'

/**
 * The closed table of error codes. Every code has one HTTP status and one CLI exit code.
 * 1 is left to crashes, 130 to Ctrl-C, as shells do.
 */
export const errorTable = {
  INVALID_INPUT: { httpStatus: 400, exitCode: 2 },
  NOT_FOUND: { httpStatus: 404, exitCode: 3 },
  CONFLICT: { httpStatus: 409, exitCode: 4 },
  WORKSPACE_LOCKED: { httpStatus: 423, exitCode: 5 },
  WORKSPACE_UNREADABLE: { httpStatus: 500, exitCode: 6 },
  UNREADABLE_FILE: { httpStatus: 422, exitCode: 7 },
  NOTHING_ACCEPTED: { httpStatus: 422, exitCode: 8 },
  PROVIDER_REFUSED: { httpStatus: 502, exitCode: 9 },
  PROVIDER_UNAVAILABLE: { httpStatus: 503, exitCode: 10 },
  SECRET_MISSING: { httpStatus: 401, exitCode: 11 },
  INDEX_INVALID: { httpStatus: 500, exitCode: 12 },
  DISK_FULL: { httpStatus: 507, exitCode: 13 },
  RUN_FAILED: { httpStatus: 500, exitCode: 14 },
  BUDGET_REACHED: { httpStatus: 402, exitCode: 15 },
  DRIFT_FOUND: { httpStatus: 409, exitCode: 16 },
  CANCELLED: { httpStatus: 499, exitCode: 130 },
} as const satisfies Record<string, { httpStatus: number; exitCode: number }>

export type ErrorCode = keyof typeof errorTable
export const ErrorCode = z.enum(Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]])

/**
 * The one error type that crosses a boundary. The message is a sentence for the user: what happened, what was kept,
 * what to do. It never holds a secret.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}
