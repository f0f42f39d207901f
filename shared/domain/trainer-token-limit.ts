import { isLocalTrainer, type TrainerSettings } from './trainer.ts'

/** What the files that Rungs writes for local trainers say when nothing else is asked for. */
const localTokens = 2048

/**
 * Longest training example by base model, in tokens.
 * @see Microsoft's table of models that can be fine-tuned (azure-ai-docs, fine-tune-models.md), "Training example context
 * length"; OpenAI trains the same models.
 */
const limits: readonly (readonly [beginning: string, tokens: number])[] = [
  ['gpt-4.1-nano', 32_768],
  ['gpt-4.1', 65_536],
  ['gpt-4o', 65_536],
  ['o4-mini', 65_536],
  ['gpt-3.5-turbo', 16_385],
  ['gpt-35-turbo', 16_385],
]

/**
 * The longest example that a trainer takes.
 * @param baseModel its name there; a tuned one that is trained further may stand in its place.
 * @param maxSequenceTokens what the user asks for; null = the trainer's choice.
 * @returns tokens; null where it is not known, as with Together, whose limit depends on model and method.
 */
export function trainerTokenLimit(
  trainer: TrainerSettings,
  baseModel: string,
  maxSequenceTokens: number | null,
): number | null {
  if (isLocalTrainer(trainer)) return maxSequenceTokens ?? localTokens
  if (trainer.kind === 'together') return maxSequenceTokens
  const name = baseModel.replace(/^ft:/, '')
  return limits.find(([beginning]) => name.startsWith(beginning))?.[1] ?? null
}
