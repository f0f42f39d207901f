import { AppError } from '../../../shared/domain/app-error.ts'
import type { FineTuneSpec } from '../../../shared/domain/fine-tune-job.ts'
import type { KeptFineTune } from '../../ports/fine-tune-store.ts'
import { estimateFineTune } from './estimate-fine-tune.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { newFineTune } from './new-fine-tune.ts'

/**
 * Writes a job down with its estimate booked under the caps; nothing is sent yet.
 * Throws AppError BUDGET_REACHED, NOT_FOUND or INVALID_INPUT: then nothing was written down.
 */
export async function bookFineTune(
  spec: FineTuneSpec,
  ports: FineTuningPorts,
  signal: AbortSignal,
): Promise<KeptFineTune> {
  const { baseModel, baselineRunIds, noBaselineReason } = spec
  if (baselineRunIds.length === 0 && noBaselineReason === null) {
    throw new AppError(
      'INVALID_INPUT',
      `${baseModel} was not measured on the test split, so nobody could say what tuning gains. Nothing was started. Measure it zero-shot and few-shot first, or give a reason why it is not needed.`,
      { baseModel },
    )
  }
  const estimate = await estimateFineTune(spec, ports)
  const { name, trainer, trainingVersionId, hyperparameters, capUsd } = spec
  const job = newFineTune(ports, {
    ...{ name, trainer, baseModel, trainingVersionId, hyperparameters, capUsd, baselineRunIds },
    noBaselineReason,
    origin: 'started',
    status: 'sending',
    costEstimateUsd: estimate.costUsd,
    priceSource: estimate.priceSource && `${estimate.priceSource}, ${estimate.priceDate}`,
  })
  await keepBooked(job, ports, signal)
  return job
}

/** In one step: no job without its booking, and no booking without its job. */
async function keepBooked(
  job: KeptFineTune,
  { store, spending, trainers }: FineTuningPorts,
  signal: AbortSignal,
): Promise<void> {
  const { fineTuneJobId, baseModel, capUsd, trainer, costEstimateUsd } = job
  if (trainer?.kind === 'together' && costEstimateUsd === null) {
    // Only Together knows its price, and tells it when the files are there: booked then, before the job is sent.
    store.fineTunes.add(job, null)
    return
  }
  await spending.begin(
    {
      ...{ fineTuneJobId, model: baseModel, estimateUsd: costEstimateUsd, capUsd },
      lane: trainer === null ? '' : trainers.open(trainer).endpoint,
    },
    (callNumber) => store.fineTunes.add(job, callNumber),
    signal,
  )
}
