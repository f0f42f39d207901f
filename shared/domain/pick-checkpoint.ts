import type { FineTuneCheckpoint } from './fine-tune-job.ts'

export type CheckpointMetric = 'validLoss' | 'validAccuracy'

/** The best by a validation metric (lowest loss, highest accuracy), the earliest if tied; null when none has it. */
export function pickCheckpoint<T extends Pick<FineTuneCheckpoint, 'step' | CheckpointMetric>>(
  checkpoints: readonly T[],
  metric: CheckpointMetric = 'validLoss',
): T | null {
  const sign = metric === 'validLoss' ? 1 : -1
  const worth = (checkpoint: T) => sign * checkpoint[metric]!
  const [best = null] = checkpoints
    .filter((checkpoint) => Number.isFinite(checkpoint[metric]))
    .sort((a, b) => worth(a) - worth(b) || a.step - b.step)
  return best
}
