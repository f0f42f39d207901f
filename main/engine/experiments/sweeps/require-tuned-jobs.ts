import { AppError } from '../../../../shared/domain/app-error.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import type { FineTuneStore } from '../../../ports/fine-tune-store.ts'

/**
 * What a tuned model is said to come from must be in this workspace: else its score would lead nowhere.
 * Throws AppError NOT_FOUND for a job that is not here, INVALID_INPUT for a checkpoint that its job has not.
 */
export function requireTunedJobs(recipes: readonly Recipe[], fineTunes: Pick<FineTuneStore, 'get'>): void {
  for (const { generation } of recipes) {
    if (!generation?.tuned) continue
    const { fineTuneJobId, checkpoint } = generation.tuned
    const job = fineTunes.get(fineTuneJobId)?.job
    if (!job) {
      throw new AppError(
        'NOT_FOUND',
        `The recipe says that ${generation.model} comes from the fine-tune job ${fineTuneJobId}, which is not in this workspace. Nothing was started. Import the job under Fine-tunes, or leave generation.tuned out.`,
        { fineTuneJobId },
      )
    }
    if (checkpoint === null || job.checkpoints.some(({ checkpointId }) => checkpointId === checkpoint)) continue
    throw new AppError(
      'INVALID_INPUT',
      `The fine-tune job ${job.name} has no checkpoint ${checkpoint}. Nothing was started. Choose one of its checkpoints on its page.`,
      { fineTuneJobId, checkpoint },
    )
  }
}
