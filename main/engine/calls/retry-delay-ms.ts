const firstMs = 500
const mostMs = 60_000

/**
 * How long to wait before try `failures + 1`: exponential with full jitter, as in "Exponential Backoff And Jitter" (AWS,
 * 2015), so that many callers do not come back at once.
 */
export function retryDelayMs(failures: number, random: () => number): number {
  return random() * Math.min(mostMs, firstMs * 2 ** Math.min(failures, 20))
}
