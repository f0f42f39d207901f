import { AppError } from '../../../shared/domain/app-error.ts'

/** An item failed for a reason that need not stop the others; the job goes on and ends as failed. */
export class ItemFailure extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'ItemFailure'
  }
}

/**
 * An AppError as the failure of its item alone. Throws what stops the whole job, as it is: an abort, a full disk, and what
 * nobody expected.
 */
export function itemFailureOf(error: unknown, signal: AbortSignal): ItemFailure {
  if (error instanceof ItemFailure) return error
  if (signal.aborted || !(error instanceof AppError) || error.code === 'DISK_FULL') throw error
  return new ItemFailure(error.message, { cause: error })
}
