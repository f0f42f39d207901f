import { tokenizeText } from './tokenize-text.ts'

/**
 * Number of o200k_base tokens of a text alone, without chat framing; strings such as `<|endoftext|>` count as text.
 */
export function countTokens(text: string): number {
  return tokenizeText(text).length
}
