/** Limits of one window, kept by two buckets that fill up evenly. */
export interface ServerLimits {
  readonly requestsPerMinute?: number
  readonly tokensPerMinute?: number
  /** A minute, unless a test has less time; the headers still speak of what fits into one window. */
  readonly windowMs?: number
}

export interface Admission {
  readonly admitted: boolean
  /** OpenAI's headers, those of waiting included when nothing was admitted. */
  readonly headers: Readonly<Record<string, string>>
}

export class RateLimiter {
  readonly #requests: Bucket
  readonly #tokens: Bucket

  constructor({ requestsPerMinute, tokensPerMinute, windowMs = 60_000 }: ServerLimits, nowMs: number) {
    this.#requests = new Bucket(requestsPerMinute ?? null, windowMs, nowMs)
    this.#tokens = new Bucket(tokensPerMinute ?? null, windowMs, nowMs)
  }

  /** @param tokens of the prompt and of the longest answer, as OpenAI counts them before it begins. */
  admit(tokens: number, nowMs: number): Admission {
    const waitMs = Math.max(this.#requests.waitMs(1, nowMs), this.#tokens.waitMs(tokens, nowMs))
    const admitted = waitMs === 0
    if (admitted) {
      this.#requests.take(1)
      this.#tokens.take(tokens)
    }
    const waiting = { 'retry-after-ms': `${Math.ceil(waitMs)}`, 'retry-after': `${Math.ceil(waitMs / 1000)}` }
    return {
      admitted,
      headers: {
        ...this.#requests.headers('requests', nowMs),
        ...this.#tokens.headers('tokens', nowMs),
        ...(admitted ? {} : waiting),
      },
    }
  }
}

class Bucket {
  readonly #size: number | null
  readonly #windowMs: number
  #level: number
  #atMs: number

  constructor(size: number | null, windowMs: number, nowMs: number) {
    this.#size = size
    this.#windowMs = windowMs
    this.#level = size ?? 0
    this.#atMs = nowMs
  }

  waitMs(amount: number, nowMs: number): number {
    this.#fill(nowMs)
    if (this.#size === null || this.#level >= amount) return 0
    return ((Math.min(amount, this.#size) - this.#level) / this.#size) * this.#windowMs + (amount > this.#size ? 1 : 0)
  }

  take(amount: number): void {
    if (this.#size !== null) this.#level -= amount
  }

  headers(name: string, nowMs: number): Record<string, string> {
    this.#fill(nowMs)
    if (this.#size === null) return {}
    const resetMs = Math.ceil(((this.#size - this.#level) / this.#size) * this.#windowMs)
    return {
      [`x-ratelimit-limit-${name}`]: `${this.#size}`,
      [`x-ratelimit-remaining-${name}`]: `${Math.max(0, Math.floor(this.#level))}`,
      [`x-ratelimit-reset-${name}`]: durationText(resetMs),
    }
  }

  #fill(nowMs: number): void {
    if (this.#size !== null) {
      this.#level = Math.min(this.#size, this.#level + ((nowMs - this.#atMs) / this.#windowMs) * this.#size)
    }
    this.#atMs = nowMs
  }
}

/** As OpenAI writes it: `12ms`, `1.5s`, `6m0s`. */
function durationText(ms: number): string {
  if (ms < 1000) return `${ms}ms`
  if (ms < 60_000) return `${ms / 1000}s`
  return `${Math.floor(ms / 60_000)}m${Math.floor((ms % 60_000) / 1000)}s`
}
