/**
 * Headers of every answer. The page gets scripts, styles and data from this host only; nothing may frame it, and no
 * other page may read from it.
 * @param hostHeader the Host header, already checked; null when it was refused.
 */
export function securityHeaders(hostHeader: string | null): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Not every browser counts the WebSocket of the same host as 'self'.
    `connect-src 'self'${hostHeader === null ? '' : ` ws://${hostHeader}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  return {
    'content-security-policy': policy.join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  }
}
