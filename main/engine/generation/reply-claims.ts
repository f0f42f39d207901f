import { readReplyObject } from './read-reply-object.ts'

export type ReplyClaim = Readonly<Record<string, unknown>> & { readonly claim: string }

/** The claims of a reply that have a text; null when the reply holds no list of claims. */
export function replyClaims(text: string): ReplyClaim[] | null {
  const claims = readReplyObject(text)?.claims
  if (!Array.isArray(claims)) return null
  return claims.filter(
    (claim: unknown): claim is ReplyClaim =>
      claim !== null && typeof claim === 'object' && 'claim' in claim && typeof claim.claim === 'string',
  )
}
