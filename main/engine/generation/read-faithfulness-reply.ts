import { claimsNothing } from './failed-verdict.ts'
import { type JudgedScore, unreadable } from './judged-score.ts'
import { replyClaims } from './reply-claims.ts'

/**
 * Reads the reply to `faithfulness`: supported claims / claims. A claim counts as supported only with a source that
 * exists. An answer that claims nothing has no score.
 * @param sourceCount sources that the judge saw, numbered from 1.
 */
export function readFaithfulnessReply(text: string, sourceCount: number): JudgedScore {
  const claims = replyClaims(text)
  if (claims === null) return unreadable('The judge gave no list of claims.', text)
  if (claims.length === 0) return { score: null, reason: claimsNothing }
  const unsupported = claims.filter(({ supported, source }) => {
    const number = Number(source)
    return supported !== true || !(Number.isInteger(number) && number >= 1 && number <= sourceCount)
  })
  const supported = claims.length - unsupported.length
  const missing = unsupported.map(({ claim }) => ` Not supported: ${claim}`).join('')
  return {
    score: supported / claims.length,
    reason: `${supported} of ${claims.length} claims are supported.${missing}`,
  }
}
