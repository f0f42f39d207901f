import { z } from 'zod'
import { Recipe } from './recipe.ts'

/** A recipe, and the question of a split that it is put to: `offset` places behind `queryId`, else behind the first. */
export const PromptPreviewRequest = z.strictObject({
  recipe: Recipe,
  eval: z.string().min(1).optional(),
  split: z.string().min(1).optional(),
  queryId: z.string().min(1).optional(),
  offset: z.int().default(0),
})
export type PromptPreviewRequest = z.infer<typeof PromptPreviewRequest>

/** Where the passages of a preview come from: none are needed, the run's own search, or texts that stand in for it. */
export const PreviewedContext = z.enum(['none', 'index', 'standIn'])
export type PreviewedContext = z.infer<typeof PreviewedContext>

/** What a model would be sent for one question. */
export const PromptPreview = z.object({
  query: z.object({ queryId: z.string(), text: z.string(), answers: z.array(z.string()) }),
  /** Place of the question in its split, from 0, of `total`. */
  position: z.int().nonnegative(),
  total: z.int().positive(),
  /** Exactly as they are sent. Tokens are o200k_base, without the form of the message. */
  messages: z.array(
    z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string(), tokens: z.int().nonnegative() }),
  ),
  /** Of all messages, with 4 for the form of each. */
  promptTokens: z.int().nonnegative(),
  /** Prompt and longest answer fit in the model's window; null where the window is not known. */
  fits: z.boolean().nullable(),
  /** Placeholders that nothing replaces, as written. */
  unknownPlaceholders: z.array(z.string()),
  examples: z.array(z.object({ queryId: z.string(), query: z.string(), answer: z.string() })),
  passages: z.array(z.object({ docId: z.string(), title: z.string(), tokens: z.int().nonnegative() })),
  context: PreviewedContext,
  /** A sentence on what will be different in the run; null when nothing will. */
  note: z.string().nullable(),
  /** Version of the prompt: SHA-256 (hex). */
  promptHash: z.string(),
})
export type PromptPreview = z.infer<typeof PromptPreview>
