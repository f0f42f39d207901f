import { type RatingAgreement, ratingScores } from '../../../../shared/domain/rating.ts'
import { cohenKappa } from '../../statistics/cohen-kappa.ts'
import { kendallTauB } from '../../statistics/kendall-tau-b.ts'
import { spearman } from '../../statistics/spearman.ts'

/** With fewer answers than this, agreement says nothing. */
const fewestAnswers = 5

type Statistics = Pick<RatingAgreement, 'n' | 'kappa' | 'spearman' | 'kendallTauB'>

/**
 * How far a judge agrees with people.
 * @param ratings grades of people. @param scores 0–1 of the judge for the same answers; put to the nearest grade for kappa.
 */
export function judgeAgreement(ratings: readonly number[], scores: readonly number[]): Statistics {
  const n = ratings.length
  if (n < fewestAnswers) {
    const words = `Needs at least ${fewestAnswers} answers with both a rating and a score; there ${n === 1 ? 'is 1' : `are ${n}`}.`
    const none = { value: null, words }
    return { n, kappa: none, spearman: none, kendallTauB: none }
  }
  const kappa = cohenKappa(ratings, scores.map(nearestGrade), ratingScores).kappaQuadratic
  return {
    n,
    kappa: { value: kappa, words: kappaWords(kappa) },
    spearman: orderStatistic(spearman(ratings, scores).rho),
    kendallTauB: orderStatistic(kendallTauB(ratings, scores).tau),
  }
}

/** The nearest of the five grades; the upper one halfway. */
export function nearestGrade(score: number): number {
  return Math.round(score * (ratingScores.length - 1)) / (ratingScores.length - 1)
}

/** By Landis & Koch 1977, whose bands are a custom, not a law. */
function kappaWords(kappa: number | null): string {
  if (kappa === null) return 'Not defined: one and the same grade everywhere.'
  if (kappa <= 0) return 'No better than chance.'
  if (kappa <= 0.2) return 'Slight agreement beyond chance.'
  if (kappa <= 0.4) return 'Fair agreement beyond chance.'
  if (kappa <= 0.6) return 'Moderate agreement beyond chance.'
  if (kappa <= 0.8) return 'Substantial agreement beyond chance.'
  return 'Almost complete agreement.'
}

function orderStatistic(value: number | null): { value: number | null; words: string } {
  if (value === null) return { value, words: 'Not defined: ratings or scores are all the same.' }
  // Rounding errors of sums may reach beyond the range.
  return { value: Math.max(-1, Math.min(1, value)), words: orderWords(value) }
}

function orderWords(value: number): string {
  if (value <= -0.2) return 'Puts answers in the opposite order.'
  if (value < 0.2) return 'Hardly the same order of answers.'
  if (value < 0.5) return 'Weakly the same order of answers.'
  if (value < 0.8) return 'Mostly the same order of answers.'
  return 'Nearly the same order of answers.'
}
