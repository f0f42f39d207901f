import { z } from 'zod'
import { defaultProvider, ModelProvider } from './model-provider.ts'
import { SecretName } from './secret.ts'

/** How many of the ranking's first chunks are put in a new order; what stands behind them keeps its place. */
const candidates = z.int().min(2).max(1000).default(50)

const NoRerank = z.strictObject({ kind: z.literal('none') })

/**
 * A server that scores passages for a query: `standard` = POST /rerank with `top_n` and `results[].relevance_score` (Jina,
 * Together, Fireworks, vLLM, llama.cpp), `voyage` = `top_k` and `data[]`, `cohere` = Cohere v2.
 */
const ServerRerank = z.strictObject({
  kind: z.literal('server'),
  dialect: z.enum(['standard', 'voyage', 'cohere']).default('standard'),
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1).max(200),
  secretName: SecretName.nullable().default(null),
  candidates,
})
export type ServerRerank = z.infer<typeof ServerRerank>

/** A language model grades each passage from 0 to 10. */
const ModelRerank = z.strictObject({
  kind: z.literal('model'),
  model: z.string().min(1).max(200),
  provider: ModelProvider.default(defaultProvider),
  candidates: z.int().min(2).max(200).default(20),
})
export type ModelRerank = z.infer<typeof ModelRerank>

export const Rerank = z.discriminatedUnion('kind', [NoRerank, ServerRerank, ModelRerank])
export type Rerank = z.infer<typeof Rerank>
