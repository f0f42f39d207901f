/**
 * Measures document text in tokens (o200k_base) for the token budgets. Offsets are UTF-16 code units of the stored
 * document text, ranges half-open [start, end). It is asked only about chunks that overlap text already taken and about
 * the one chunk that crosses a budget.
 *
 * Laws, for start ≤ middle ≤ end and n ≥ 0:
 * - `tokensIn(start, middle) + tokensIn(middle, end)` = `tokensIn(start, end)`: skipping text changes no count;
 * - `endAfter(start, n)` ≥ `start` and does not fall as n rises: a larger budget holds the smaller one;
 * - `tokensIn(start, endAfter(start, n))` ≤ n: a budget is never exceeded.
 */
export interface TokenRuler {
  /** Tokens of the range. */
  tokensIn(docId: string, start: number, end: number): number
  /** Where the last of the first `tokens` tokens from `start` on ends, or the document does if it has fewer. */
  endAfter(docId: string, start: number, tokens: number): number
}
