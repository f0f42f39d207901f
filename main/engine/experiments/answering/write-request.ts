import { defaultSystemPrompt, type Generation } from '../../../../shared/domain/generation.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { ModelRequest } from '../../../ports/language-model.ts'
import type { ContextPassage } from '../../generation/assemble-context.ts'
import { renderPrompt } from '../../generation/render-prompt.ts'
import { writeContext } from '../../generation/write-context.ts'

/** The request that asks a model one question, as previews and runs send it. */
export function writeRequest(
  { recipe }: Pick<RecipeRun, 'recipe'>,
  generation: Generation,
  query: string,
  passages: readonly ContextPassage[],
  examples: string,
): ModelRequest {
  const { prompt, rung } = recipe
  const { system, user } = renderPrompt(
    { ...prompt, system: prompt.system ?? defaultSystemPrompt(rung, prompt.notFound) },
    { query, context: writeContext(passages), examples },
  )
  return {
    messages: [
      ...(system === '' ? [] : [{ role: 'system' as const, content: system }]),
      { role: 'user', content: user },
    ],
    maxOutputTokens: generation.maxOutputTokens,
    temperature: generation.temperature,
    seed: generation.seed,
    jsonSchema: generation.outputSchema,
  }
}
