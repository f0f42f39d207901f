import { firstNumber, type WrittenNumber } from './first-number.ts'

/** A last bit that decimal fractions lose on the way to binary: 0.3 is within 0.1 of 0.2. */
const rounding = 1e-12

/**
 * Whether the first number of the answer is close enough to the first number of any reference answer. When only one of
 * the two has a percent sign, 45 % is both 45 and 0.45.
 * @param prediction without its citations, whose numbers would be the first.
 * @param tolerance in the unit of the numbers; `relative` is a fraction of the reference. The wider of the two holds.
 * @returns false when the answer holds no number; undefined (does not apply) when no reference answer does.
 */
export function withinTolerance(
  prediction: string,
  golds: readonly string[],
  tolerance: { readonly absolute: number; readonly relative: number },
): boolean | undefined {
  const expected = golds.map(firstNumber).filter((number) => number !== null)
  if (expected.length === 0) return undefined
  const predicted = firstNumber(prediction)
  return predicted !== null && expected.some((gold) => isClose(predicted, gold, tolerance))
}

function isClose(
  predicted: WrittenNumber,
  gold: WrittenNumber,
  { absolute, relative }: { readonly absolute: number; readonly relative: number },
): boolean {
  const scale = Math.abs(gold.value)
  if (within(predicted.value, gold.value)) return true
  if (predicted.percent === gold.percent) return false
  return within(predicted.percent ? predicted.value / 100 : predicted.value * 100, gold.value)

  function within(value: number, target: number): boolean {
    return Math.abs(value - target) <= Math.max(absolute, relative * scale) + rounding * scale
  }
}
