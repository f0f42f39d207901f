/**
 * Whether so few values can hold a quantile's interval at all: with a 95 % interval p50 needs 6 values, p95 needs 72,
 * because below that the true quantile lies beyond the largest (or smallest) value too often.
 */
export function canHoldQuantile(n: number, quantile: number, confidence = 0.95): boolean {
  return Math.max(quantile, 1 - quantile) ** n <= (1 - confidence) / 2
}
