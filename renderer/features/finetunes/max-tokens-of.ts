import type { TrainerSettings } from '../../../shared/domain/trainer.ts'

/** What OpenAI and Azure take in one example. */
const openAiTokens = 65_536

/** What the others cut at unless they are told otherwise. */
const usualTokens = 2048

/** The longest example that a trainer takes, in tokens. */
export function maxTokensOf(
  trainer: TrainerSettings | undefined,
  texts: Readonly<Record<string, string | undefined>>,
): number {
  if (trainer?.kind === 'openai' || trainer?.kind === 'azure') return openAiTokens
  return Number(texts.maxSequenceTokens?.trim() || usualTokens)
}
