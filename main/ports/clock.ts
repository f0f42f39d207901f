/** Time, injected so that tests are deterministic. */
export interface Clock {
  /** Wall time, for records. */
  now(): Date
  /** Monotonic time in milliseconds, for durations. */
  monotonicMs(): number
  /** Resolves after the duration. Throws the signal's reason as soon as it is aborted. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>
}
