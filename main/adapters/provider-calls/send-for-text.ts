import type { RateLimits } from '../../ports/call-failure.ts'
import { explainBrokenCall, explainTimeout } from './explain-broken-call.ts'
import { explainStatus } from './explain-status.ts'
import type { ProviderCall } from './provider-call.ts'
import { readRateLimits } from './read-rate-limits.ts'

export interface TextAnswered {
  readonly text: string
  readonly headers: Headers
  readonly limits: RateLimits
  /** From the request's first byte to the answer's last. */
  readonly latencyMs: number
}

export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * Sends one request, watched from outside of the SDK that builds it: SDKs throw the same error for a refused connection
 * and for one that broke when the work was done, and only the second may cost something.
 * @param request makes the one request with the `fetch` it is given, which must not be used twice. What it returns or
 *   throws is not looked at: status, headers and body are read here.
 * Throws ProviderFailure; the signal's reason when aborted.
 */
export async function sendForText(
  call: ProviderCall,
  request: (fetch: Fetch) => Promise<unknown>,
  signal?: AbortSignal,
  /** A status other than 2xx that is an answer here, such as a redirection that is read and not followed. */
  alsoAccepted?: number,
): Promise<TextAnswered> {
  signal?.throwIfAborted()
  const stop = new AbortController()
  const onAbort = () => stop.abort()
  signal?.addEventListener('abort', onAbort, { once: true })
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = true
    stop.abort()
  }, call.timeoutMs)
  let reached: 'notSent' | 'sent' | 'answering' = 'notSent'
  let failure: unknown
  let answer: { status: number; headers: Headers; text: string } | undefined
  let startMs = 0
  let latencyMs = 0
  const watched: Fetch = async (url, init) => {
    startMs = call.clock.monotonicMs()
    try {
      const { username, password } = new URL(String(url))
      // Fetch would refuse it too, with an error that quotes them.
      if (username !== '' || password !== '') throw new TypeError('The address holds a user name.')
      reached = 'sent'
      // A key must not follow to another address.
      const response = await fetch(url, { ...init, redirect: 'manual', signal: stop.signal })
      reached = 'answering'
      const { status, headers } = response
      // Of a refusal the status says enough.
      const text = response.ok ? await response.text() : await response.text().catch(() => '')
      answer = { status, headers, text }
      latencyMs = call.clock.monotonicMs() - startMs
      return new Response(null, { status: response.ok ? 200 : response.status, headers: { 'content-length': '0' } })
    } catch (error) {
      failure = error
      throw error
    }
  }
  try {
    await request(watched)
  } catch (error) {
    failure ??= error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
  if (!answer) {
    signal?.throwIfAborted()
    throw timedOut ? explainTimeout(call) : explainBrokenCall(call, failure, reached)
  }
  const { status, headers, text } = answer
  if ((status < 200 || status > 299) && status !== alsoAccepted) throw explainStatus(call, answer)
  return { text, headers, limits: readRateLimits(headers, call.clock.now()), latencyMs }
}
