import { claimsNothing } from './failed-verdict.ts'
import { type JudgedScore, unreadable } from './judged-score.ts'
import { replyClaims } from './reply-claims.ts'

export interface CitationScore extends JudgedScore {
  /** Cited sources that support their claim / cited sources, each counted once a claim; null when nothing is cited. */
  readonly precision: number | null
  /** Claims with at least one supporting citation / claims; null when the answer claims nothing. */
  readonly recall: number | null
}

/**
 * Reads the reply to `citations`. The score is the harmonic mean of precision and recall, 0 when nothing is cited; a
 * source counts as supporting only where it was cited and exists.
 * @param cited numbers that the answer cites, as `readCitations` gives them: what the judge lists beyond is left out.
 */
export function readCitationsReply(text: string, cited: readonly number[]): CitationScore {
  const claims = replyClaims(text)
  if (claims === null)
    return { ...unreadable('The judge gave no list of claims.', text), precision: null, recall: null }
  if (claims.length === 0) return { score: null, reason: claimsNothing, precision: null, recall: null }
  const exists = new Set(cited)
  let [named, supporting, covered] = [0, 0, 0]
  const uncovered: string[] = []
  for (const claim of claims) {
    const citedHere = new Set(numbersOf(claim.cited).filter((number) => exists.has(number)))
    const supportingHere = new Set(numbersOf(claim.supporting).filter((number) => citedHere.has(number)))
    named += citedHere.size
    supporting += supportingHere.size
    if (supportingHere.size > 0) covered++
    else uncovered.push(claim.claim)
  }
  const precision = named === 0 ? null : supporting / named
  const recall = covered / claims.length
  const score = precision === null || precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  const missing = uncovered.map((claim) => ` Without support: ${claim}`).join('')
  const reason = `${supporting} of ${named} citations support their claim, ${covered} of ${claims.length} claims have one that does.${missing}`
  return { score, precision, recall, reason }
}

function numbersOf(value: unknown): number[] {
  return Array.isArray(value) ? value.map(Number).filter(Number.isInteger) : []
}
