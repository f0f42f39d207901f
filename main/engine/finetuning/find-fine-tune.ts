import { AppError } from '../../../shared/domain/app-error.ts'
import type { FineTuneRecord } from '../../ports/fine-tune-store.ts'

/** By id, unique beginning of an id, or name. Throws AppError NOT_FOUND, or INVALID_INPUT when several fit. */
export function findFineTune(reference: string, records: readonly FineTuneRecord[]): FineTuneRecord {
  const exact = records.find(({ job }) => job.fineTuneJobId === reference)
  if (exact) return exact
  const [first, ...others] = records.filter(
    ({ job }) => job.name === reference || job.fineTuneJobId.startsWith(reference),
  )
  if (!first) throw fineTuneMissing(reference)
  if (others.length === 0) return first
  throw new AppError('INVALID_INPUT', `${others.length + 1} fine-tune jobs fit ${reference}. Give the id of one.`)
}

export function fineTuneMissing(reference: string): AppError {
  return new AppError('NOT_FOUND', `There is no fine-tune job ${reference} in this workspace.`, { reference })
}
