import { AppError } from '../../../shared/domain/app-error.ts'

/** Waits for a write; LanceDB tells a full disk only in the text of its error. Throws AppError DISK_FULL then. */
export async function orDiskFull<Result>(writing: Promise<Result>): Promise<Result> {
  try {
    return await writing
  } catch (error) {
    if (!(error instanceof Error) || !/no space left on device|os error 28\b/i.test(error.message)) throw error
    throw new AppError(
      'DISK_FULL',
      'The disk is full: the index was not written, everything before it was kept. Free some space and run `rungs resume`.',
      {},
      { cause: error },
    )
  }
}
