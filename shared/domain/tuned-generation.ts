import type { FineTuneJob } from './fine-tune-job.ts'
import type { TunedModel } from './generation.ts'
import { type ModelProvider, OpenAiProvider } from './model-provider.ts'
import { isLocalTrainer } from './trainer.ts'

export interface TunedGeneration {
  readonly model: string
  readonly provider: ModelProvider
  readonly tuned: TunedModel
}

/**
 * How a job's model, or one of its checkpoints, is asked. A model that is only files has no server yet, and a job from files
 * alone does not say where it is: `provider` of these is null.
 * @returns null when there is no such model
 */
export function tunedGeneration(
  job: Pick<FineTuneJob, 'fineTuneJobId' | 'trainer' | 'tunedModel' | 'checkpoints'>,
  checkpointId: string | null,
): (Omit<TunedGeneration, 'provider'> & { readonly provider: ModelProvider | null }) | null {
  const checkpoint = job.checkpoints.find((kept) => kept.checkpointId === checkpointId)
  const model = checkpointId === null ? job.tunedModel : (checkpoint?.model ?? null)
  if (model === null) return null
  const { trainer, fineTuneJobId } = job
  return {
    model,
    provider: trainer === null || isLocalTrainer(trainer) ? null : providerOf(trainer),
    tuned: { fineTuneJobId, checkpoint: checkpointId },
  }
}

function providerOf(trainer: Exclude<FineTuneJob['trainer'], null | { kind: 'axolotl' | 'unsloth' }>): ModelProvider {
  if (trainer.kind === 'azure') return trainer
  return OpenAiProvider.parse({ ...trainer, kind: 'openai' })
}
