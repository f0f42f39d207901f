import { expect } from 'vitest'

/** Equal to a relative tolerance (absolute below 1); null and NaN are both "none". */
export function expectClose(actual: number | null, expected: number | null, relative: number, of: string): void {
  const none = actual === null || Number.isNaN(actual)
  if (none || expected === null) expect(none ? null : actual, of).toBe(expected)
  else
    expect(Math.abs(actual - expected), `${of}: ${actual} for ${expected}`).toBeLessThanOrEqual(
      relative * Math.max(Math.abs(expected), 1e-6),
    )
}
