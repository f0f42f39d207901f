import type { Triage } from '../../../shared/domain/answer.ts'

/** What is known of an answer; null where nobody can say. */
export interface AnswerFacts {
  /** By the measures, before a person looked at it. */
  readonly right: boolean
  /** A person said that the answer is right although the judge said otherwise. */
  readonly judgeOverruled: boolean
  /** The answer says that nothing was found. */
  readonly abstained: boolean
  /** False: no answer exists, so that abstaining is right. */
  readonly answerable: boolean | null
  /** Whether gold stands in the ranking, whatever its rank. */
  readonly goldInRanking: boolean | null
  /** Whether gold stands in the passages that were sent. */
  readonly goldSent: boolean | null
  /** Whether the answer says what no source says. */
  readonly unsupported: boolean | null
  /** Whether the answer is in the form asked for; null when none was. */
  readonly formatValid: boolean | null
}

/**
 * Why an answer is wrong; null when it is right, or nothing is known that could explain it.
 * A person's word comes first, then whether there was anything to find; then retrieval from the front; then, with gold in
 * front of the model, the most exact fault of its answer, `ignored` being what is left.
 */
export function triageAnswer(facts: AnswerFacts): Triage | null {
  if (facts.answerable === false) return facts.abstained ? null : facts.judgeOverruled ? 'judgeError' : 'unanswerable'
  if (facts.right) return null
  if (facts.judgeOverruled) return 'judgeError'
  if (facts.goldInRanking === false) return 'notRetrieved'
  if (facts.goldSent === false) return 'rankedLow'
  if (facts.abstained) return facts.goldSent ? 'ignored' : null
  if (facts.unsupported) return 'unsupported'
  if (facts.formatValid === false) return 'format'
  return facts.goldSent ? 'ignored' : null
}
