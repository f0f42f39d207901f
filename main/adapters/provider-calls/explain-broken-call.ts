import type { ProviderCall } from './provider-call.ts'
import { ProviderFailure } from './provider-failure.ts'
import { safeAddress } from './safe-words.ts'

/** How far a request came before it failed without a status. */
type Reached = 'notSent' | 'sent' | 'answering'

/** Names of problems that come before the first byte of a request has gone out. */
const notConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EACCES|EPERM|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/
const tooSlow = /^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|ETIMEDOUT)$/

/** What it means that a request ended without an answer. */
export function explainBrokenCall(call: ProviderCall, error: unknown, reached: Reached): ProviderFailure {
  const address = safeAddress(call.baseUrl, call.apiKey)
  const { code, duringConnect } = systemCodeOf(error)
  if (reached === 'notSent') {
    return new ProviderFailure(
      `The request for ${address} could not be made. Check the address, which may hold no user name, and the headers of the provider; nothing was sent.`,
      { kind: 'refused', mayBeCharged: false },
    )
  }
  if (reached === 'sent' && (duringConnect || notConnected.test(code) || isBadPort(error))) {
    return new ProviderFailure(
      `${address} does not answer (${code || 'no connection'}). Check the address and that the server runs.`,
      { kind: 'unavailable', mayBeCharged: false },
    )
  }
  if (tooSlow.test(code)) return explainTimeout(call)
  return new ProviderFailure(
    `${address} broke off ${reached === 'answering' ? 'its answer' : 'the connection before its answer'}. Try again; the request may be charged.`,
    { kind: 'cut', mayBeCharged: true },
  )
}

/** The answer took longer than the call's limit. */
export function explainTimeout(call: ProviderCall): ProviderFailure {
  const seconds = Math.round(call.timeoutMs / 100) / 10
  return new ProviderFailure(
    `${safeAddress(call.baseUrl, call.apiKey)} gave no answer within ${seconds} s. Try again later; the request may be charged.`,
    { kind: 'timeout', mayBeCharged: true },
  )
}

/** Status 200 with something that is no answer. `what` follows "answered with". */
export function explainMalformed(call: ProviderCall, what: string): ProviderFailure {
  return new ProviderFailure(
    `${safeAddress(call.baseUrl, call.apiKey)} answered with ${what}. Check that the address is that of a server of this kind; the request may be charged.`,
    { kind: 'malformed', mayBeCharged: true },
  )
}

/** Node wraps the system's error in others. */
function systemCodeOf(error: unknown): { code: string; duringConnect: boolean } {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') {
      return { code: cause.code, duringConnect: 'syscall' in cause && cause.syscall === 'connect' }
    }
  }
  return { code: '', duringConnect: false }
}

/** Ports that fetch never connects to, such as 25. */
function isBadPort(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port'
}
