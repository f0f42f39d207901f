import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base'
import { z } from 'zod'

/** Limits of OpenAI's embeddings endpoint. */
const maxInputs = 2048
const maxTokensPerText = 8192
const maxTokensPerRequest = 300_000

const Body = z.strictObject({
  model: z.string().min(1),
  input: z.union([z.string(), z.array(z.string())]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  dimensions: z.int().min(1).optional(),
  user: z.string().optional(),
})

export interface EmbeddingsBody {
  readonly model: string
  readonly texts: readonly string[]
  readonly encodingFormat: 'float' | 'base64'
  readonly dimensions: number | undefined
}

/** Why a request was refused, in OpenAI's terms. */
export interface Refusal {
  readonly message: string
  readonly param: string | null
  readonly code?: string
}

/** Takes a request body as OpenAI does: text input only, within its limits, nothing unknown. */
export function readEmbeddingsBody(body: unknown): EmbeddingsBody | Refusal {
  const parsed = Body.safeParse(body)
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!
    return { message: `Invalid request: ${message}`, param: path.join('.') || null }
  }
  const { model, input, encoding_format, dimensions } = parsed.data
  const texts = typeof input === 'string' ? [input] : input
  const refuse = (message: string): Refusal => ({ message, param: 'input' })
  if (texts.length === 0 || texts.some((text) => text === '')) return refuse('Input cannot be an empty string.')
  if (texts.length > maxInputs) return refuse(`Input array must have at most ${maxInputs} items.`)
  const tokens = countAllTokens(texts)
  if (tokens.largest > maxTokensPerText) {
    return refuse(
      `This model's maximum context length is ${maxTokensPerText} tokens, however you requested ${tokens.largest} tokens.`,
    )
  }
  if (tokens.sum > maxTokensPerRequest) {
    return refuse(`Requested ${tokens.sum} tokens, max ${maxTokensPerRequest} tokens per request.`)
  }
  return { model, texts, encodingFormat: encoding_format, dimensions }
}

/** Tokens of all texts. A text has no more of them than bytes, so the bytes are taken where the limits are far away. */
export function countAllTokens(texts: readonly string[]): { largest: number; sum: number } {
  const sizes = texts.map((text) => Buffer.byteLength(text))
  const isSmall = Math.max(...sizes) <= maxTokensPerText && sumOf(sizes) <= maxTokensPerRequest
  const tokens = isSmall ? sizes : texts.map(embeddingTokens)
  return { largest: Math.max(...tokens), sum: sumOf(tokens) }
}

/** Tokens of a text in OpenAI's embedding models' own tokenizer, cl100k_base. */
export function embeddingTokens(text: string): number {
  return countTokens(text, { disallowedSpecial: new Set() })
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
