import type { Prompt } from './generation.ts'

/**
 * The prompt that a model was trained with, for runs beside its job: the system message of its rows, and the bare question,
 * with examples and passages above it where the recipe has some.
 * @param system null where the rows have different ones; then the rung's own is taken
 */
export function trainedPrompt(system: string | null): Pick<Prompt, 'system' | 'user' | 'notFound'> {
  return { system, user: '{{examples}}\n\n{{context}}\n\n{{query}}', notFound: '' }
}
