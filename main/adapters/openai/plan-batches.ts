/** OpenAI's limits for one embeddings request. */
const maxInputs = 2048
const maxTokens = 300_000

/** The provider counts with its model's own tokenizer, and English and code come out up to a few per cent longer there. */
const tokenMargin = 1.1

/**
 * Cuts texts into requests within the provider's limits, in order. A text that is over the limit on its own gets a
 * request of its own.
 * @param countTokens o200k_base tokens of a text; only asked for long ones, as a text has at most as many tokens as
 *   UTF-8 bytes.
 */
export function planBatches(
  texts: readonly string[],
  batchInputs: number,
  countTokens: (text: string) => number,
): { first: number; count: number }[] {
  const inputs = Math.min(maxInputs, batchInputs)
  const batches: { first: number; count: number }[] = []
  let first = 0
  let tokens = 0
  texts.forEach((text, index) => {
    const added = text.length * 3 <= maxTokens / inputs ? text.length * 3 : mostTokens(text, countTokens)
    if (index > first && (index - first >= inputs || tokens + added > maxTokens)) {
      batches.push({ first, count: index - first })
      first = index
      tokens = 0
    }
    tokens += added
  })
  if (texts.length > first) batches.push({ first, count: texts.length - first })
  return batches
}

/** Tokens that a text has at most in any model's tokenizer: older ones spend up to a token on each byte of other scripts. */
function mostTokens(text: string, countTokens: (text: string) => number): number {
  const bytes = Buffer.byteLength(text)
  const ascii = text.replace(/[^\0-\x7f]+/g, '').length
  return Math.min(bytes, Math.ceil(countTokens(text) * tokenMargin) + bytes - ascii)
}
