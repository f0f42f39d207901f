import type { Evaluation } from '../../../shared/domain/answer.ts'

/** Reasons of answers that a judge rightly gives no score. */
export const abstains = 'The answer abstains: it claims nothing.'
export const claimsNothing = 'The answer claims nothing.'

/**
 * Whether a judge's reply could not be used, so that asking again may help: no score at all, and not because there was
 * nothing to score.
 * @param verdict all that the judge gave for one answer; `citations` gives two.
 */
export function isFailedVerdict(verdict: readonly Pick<Evaluation, 'score' | 'reason'>[]): boolean {
  return verdict.every(({ score, reason }) => score === null && reason !== abstains && reason !== claimsNothing)
}
