import { createHash } from 'node:crypto'

/**
 * Names an endpoint for cache keys: two addresses that differ in more than a slash have two names. What a query or
 * headers say is hashed, since people put keys there.
 */
export function endpointName(baseUrl: string, headers: Readonly<Record<string, string>> = {}): string {
  const url = new URL(baseUrl)
  const said = Object.entries(headers).map(([name, value]) => `${name.toLowerCase()}: ${value}`)
  const rest = [url.username, url.password, url.search, ...said.sort()].join('\n').trim()
  const name = `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  return rest === '' ? name : `${name}#${createHash('sha256').update(rest).digest('hex').slice(0, 8)}`
}
