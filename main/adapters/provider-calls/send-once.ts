import type { RateLimits } from '../../ports/call-failure.ts'
import { explainMalformed } from './explain-broken-call.ts'
import type { ProviderCall } from './provider-call.ts'
import { type Fetch, sendForText } from './send-for-text.ts'

interface OnceAnswered {
  readonly json: unknown
  readonly limits: RateLimits
  /** From the request's first byte to the answer's last. */
  readonly latencyMs: number
}

/** As `sendForText`, for an answer that is JSON. Throws ProviderFailure; the signal's reason when aborted. */
export async function sendOnce(
  call: ProviderCall,
  request: (fetch: Fetch) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<OnceAnswered> {
  const { text, limits, latencyMs } = await sendForText(call, request, signal)
  return { json: parseJson(call, text), limits, latencyMs }
}

function parseJson(call: ProviderCall, text: string): unknown {
  if (text.trim() === '') throw explainMalformed(call, 'nothing')
  try {
    return JSON.parse(text)
  } catch {
    throw explainMalformed(call, 'something that is not JSON')
  }
}
