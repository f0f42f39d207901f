/** Exact to three digits, where the series below is not: Abramowitz and Stegun, table 26.10, p = 0.95. */
const smallTable = [6.314, 2.92, 2.353, 2.132, 2.015]
const z95 = 1.6448536269514722

/**
 * The 0.95 quantile of Student's t: the middle 90 % lie between it and its negative.
 * @param degreesOfFreedom at least 1. Series: Abramowitz and Stegun 26.7.5; error below 0.001.
 */
export function studentT95(degreesOfFreedom: number): number {
  const listed = smallTable[degreesOfFreedom - 1]
  if (listed !== undefined) return listed
  const z = z95
  const v = degreesOfFreedom
  return (
    z +
    (z ** 3 + z) / (4 * v) +
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * v ** 2) +
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / (384 * v ** 3)
  )
}
