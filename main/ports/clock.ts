/** Time, injected so that tests are deterministic. */
export interface Clock {
  /** Wall time, for records. */
  now(): Date
  /** Monotonic time in milliseconds, for durations. */
  monotonicMs(): number
}
