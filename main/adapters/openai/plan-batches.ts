/** OpenAI's limits for one embeddings request. */
const maxInputs = 2048
const maxTokens = 300_000

/**
 * Cuts texts into requests within the provider's limits, in order.
 * @param countTokens only asked for long requests: a text has at most as many tokens as UTF-8 bytes.
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
    const added = text.length * 3 <= maxTokens / inputs ? text.length * 3 : countTokens(text)
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
