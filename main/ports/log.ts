/** Diagnostics for people who look for a fault; never a secret, never the only place where a user learns something. */
export interface Log {
  info(message: string): void
  warn(message: string): void
}
