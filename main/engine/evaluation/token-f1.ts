import { normalizedAnswerWords } from './normalized-answer-words.ts'

/**
 * Token F1 of SQuAD v1.1, the best over the reference answers: harmonic mean of the share of predicted words that the
 * reference holds and the share of its words that were predicted, words counted as often as they occur.
 * @returns 0–1; 0 when nothing is shared, also when both are empty; NaN (does not apply) without a reference answer.
 */
export function tokenF1(prediction: string, golds: readonly string[]): number {
  if (golds.length === 0) return Number.NaN
  const predicted = normalizedAnswerWords(prediction)
  return Math.max(...golds.map((gold) => wordF1(predicted, normalizedAnswerWords(gold))))
}

function wordF1(predicted: readonly string[], gold: readonly string[]): number {
  const left = new Map<string, number>()
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of predicted) {
    const count = left.get(word) ?? 0
    if (count === 0) continue
    left.set(word, count - 1)
    shared++
  }
  if (shared === 0) return 0
  const precision = shared / predicted.length
  const recall = shared / gold.length
  return (2 * precision * recall) / (precision + recall)
}
