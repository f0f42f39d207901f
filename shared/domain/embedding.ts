import { z } from 'zod'

/** The built-in offline embedder, fitted on the indexed texts. `w384` = LSA 128 ⊕ RI 256; `w512` = LSA 256 ⊕ RI 256. */
export const BuiltinEmbedding = z.strictObject({
  kind: z.literal('builtin'),
  variant: z.enum(['w384', 'w512']).default('w384'),
  seed: z.int().nonnegative().default(0),
})
export type BuiltinEmbedding = z.infer<typeof BuiltinEmbedding>

/** Any server with an OpenAI-compatible `/embeddings` endpoint. */
export const OpenAiEmbedding = z.strictObject({
  kind: z.literal('openai'),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  model: z.string().min(1).default('text-embedding-3-small'),
  /** Asks the server for shorter vectors; leave out to take the model's own length. */
  dimensions: z.int().min(1).max(16384).optional(),
  /** Name of the secret that holds the key: an environment variable, never the key itself. */
  secretName: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of an environment variable, such as OPENAI_API_KEY')
    .default('OPENAI_API_KEY'),
  batchInputs: z.int().min(1).max(2048).default(512),
})
export type OpenAiEmbedding = z.infer<typeof OpenAiEmbedding>

/** No vectors: only full-text search is possible. */
export const NoEmbedding = z.strictObject({ kind: z.literal('none') })

export const Embedding = z.discriminatedUnion('kind', [BuiltinEmbedding, OpenAiEmbedding, NoEmbedding])
export type Embedding = z.infer<typeof Embedding>
