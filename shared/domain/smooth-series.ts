/**
 * Exponential moving average with bias correction: m(t) = β·m(t−1) + (1 − β)·x(t), shown as m(t) / (1 − β^t), so that the
 * first values are not pulled to 0 (Kingma & Ba 2015, section 3).
 * @param weight β, 0–1, below 1; 0 changes nothing.
 * @returns a value for each given one; null and what is not a number stay out and come out as null.
 */
export function smoothSeries(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0
  let count = 0
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null
    count += 1
    average = weight * average + (1 - weight) * value
    return average / (1 - weight ** count)
  })
}
