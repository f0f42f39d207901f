import { isLocalTrainer, type LocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Secrets } from '../../ports/secrets.ts'
import type { Trainer, Trainers } from '../../ports/trainer.ts'
import { axolotlRecipe } from '../axolotl/axolotl-recipe.ts'
import { LocalFineTuning } from '../local-training/local-fine-tuning.ts'
import type { TrainingRecipe } from '../local-training/training-recipe.ts'
import { OpenAiFineTuning } from '../openai/open-ai-fine-tuning.ts'
import { TogetherFineTuning } from '../together/together-fine-tuning.ts'
import { unslothRecipe } from '../unsloth/unsloth-recipe.ts'

interface TrainersPorts {
  readonly secrets: Pick<Secrets, 'get'>
  readonly clock: Clock
  /** Where local jobs go whose settings name no folder. */
  readonly localFolder: string
  /** Until a request without an answer is given up; five minutes when left out. */
  readonly timeoutMs?: number
}

/** Trainers of every kind. */
export function createTrainers({ localFolder, ...ports }: TrainersPorts): Trainers {
  return {
    open: (settings: TrainerSettings): Trainer => {
      if (isLocalTrainer(settings)) {
        return new LocalFineTuning(settings, recipeOf(settings), { clock: ports.clock, defaultFolder: localFolder })
      }
      return settings.kind === 'together'
        ? new TogetherFineTuning(settings, ports)
        : new OpenAiFineTuning(settings, ports)
    },
    missingProgram: async (settings) =>
      isLocalTrainer(settings) ? LocalFineTuning.missing(settings, recipeOf(settings)) : null,
  }
}

function recipeOf({ kind }: LocalTrainer): TrainingRecipe {
  return kind === 'axolotl' ? axolotlRecipe : unslothRecipe
}
