import { createHash } from 'node:crypto'
import { FineTuneHyperparameters } from '../../../shared/domain/fine-tune-job.ts'
import { FineTuneJobId } from '../../../shared/domain/ids.ts'
import type { KeptFineTune } from '../../ports/fine-tune-store.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'

/** A job as it is when nothing is known of it. */
export function newFineTune(
  { newId, clock }: Pick<FineTuningPorts, 'newId' | 'clock'>,
  given: Partial<KeptFineTune> & Pick<KeptFineTune, 'name' | 'trainer' | 'baseModel' | 'origin' | 'status'>,
): KeptFineTune {
  const fineTuneJobId = FineTuneJobId.parse(newId())
  const createdAt = clock.now().toISOString()
  return {
    fineTuneJobId,
    trainingVersionId: null,
    hyperparameters: FineTuneHyperparameters.parse({}),
    capUsd: null,
    baselineRunIds: [],
    noBaselineReason: null,
    tag: newTag(fineTuneJobId, createdAt),
    providerJobId: null,
    createdAt,
    sentAt: null,
    finishedAt: null,
    estimatedFinishAt: null,
    cancelRequestedAt: null,
    reachedAt: null,
    notReachedSince: null,
    tunedModel: null,
    checkpoints: [],
    trainedTokens: null,
    costEstimateUsd: null,
    costUsd: null,
    priceSource: null,
    error: null,
    folder: null,
    ...given,
  }
}

/** Nobody else's: letters and digits, as every provider's suffix takes them. */
export function newTag(fineTuneJobId: string, at: string): string {
  return `rg${createHash('sha256').update(`${fineTuneJobId} ${at}`).digest('hex').slice(0, 12)}`
}
