import { normalizedAnswerWords } from './normalized-answer-words.ts'

/**
 * Exact match of SQuAD v1.1, the best over the reference answers.
 * @returns 1 when the normalised texts are equal (also when both are empty), else 0; NaN (does not apply) without a reference answer.
 */
export function exactMatch(prediction: string, golds: readonly string[]): number {
  if (golds.length === 0) return Number.NaN
  const predicted = normalizedAnswerWords(prediction).join(' ')
  return golds.some((gold) => normalizedAnswerWords(gold).join(' ') === predicted) ? 1 : 0
}
