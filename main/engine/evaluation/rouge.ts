/** `unicode`: runs of letters, digits and marks. `google`: as rouge_score cuts, which drops all that is not a–z or 0–9. */
export type RougeTokenizer = 'unicode' | 'google'

/** Fractions in 0–1; 0 where the denominator is 0. */
export interface RougeScore {
  readonly precision: number
  readonly recall: number
  readonly f: number
}

export interface RougeScores {
  readonly rouge1: RougeScore
  readonly rouge2: RougeScore
  /** Longest common subsequence of the whole texts, not sentence by sentence (not Lsum). */
  readonly rougeL: RougeScore
}

const tokenPattern: Record<RougeTokenizer, RegExp> = { unicode: /[\p{L}\p{N}\p{M}]+/gu, google: /[a-z0-9]+/g }

/**
 * ROUGE-1, -2 and -L of a prediction against one reference; lower case, no stemming, no stop words, beta 1.
 * Time grows with the product of the two lengths.
 * @see Lin 2004, "ROUGE: A package for automatic evaluation of summaries".
 */
export function rouge(prediction: string, reference: string, tokenizer: RougeTokenizer = 'unicode'): RougeScores {
  const predicted = prediction.toLowerCase().match(tokenPattern[tokenizer]) ?? []
  const expected = reference.toLowerCase().match(tokenPattern[tokenizer]) ?? []
  return {
    rouge1: overlapScore(nGrams(predicted, 1), nGrams(expected, 1)),
    rouge2: overlapScore(nGrams(predicted, 2), nGrams(expected, 2)),
    rougeL: score(longestCommonSubsequence(predicted, expected), predicted.length, expected.length),
  }
}

function nGrams(tokens: readonly string[], n: number): string[] {
  return Array.from({ length: Math.max(0, tokens.length - n + 1) }, (_, at) => tokens.slice(at, at + n).join(' '))
}

function overlapScore(predicted: readonly string[], expected: readonly string[]): RougeScore {
  const left = new Map<string, number>()
  for (const gram of expected) left.set(gram, (left.get(gram) ?? 0) + 1)
  let overlap = 0
  for (const gram of predicted) {
    const count = left.get(gram) ?? 0
    if (count === 0) continue
    left.set(gram, count - 1)
    overlap++
  }
  return score(overlap, predicted.length, expected.length)
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  let above = new Uint32Array(b.length + 1)
  for (const token of a) {
    const row = new Uint32Array(b.length + 1)
    for (let at = 0; at < b.length; at++) {
      row[at + 1] = token === b[at] ? above[at]! + 1 : Math.max(above[at + 1]!, row[at]!)
    }
    above = row
  }
  return above[b.length]!
}

function score(overlap: number, predicted: number, expected: number): RougeScore {
  const precision = predicted === 0 ? 0 : overlap / predicted
  const recall = expected === 0 ? 0 : overlap / expected
  return { precision, recall, f: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}
