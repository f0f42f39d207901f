import type { Evaluation } from '../../../shared/domain/answer.ts'
import type { PairwiseReply } from './pairwise-prompt.ts'

/** How the reason of a verdict begins on which the place alone decided. */
const placeDecided = 'Only the place decided'

/**
 * One verdict out of two replies: a run wins only when it is preferred in both orders, and loses likewise; all else is a tie.
 * @param baselineFirst reply with the baseline's answer first. @param runFirst with the run's first.
 * @returns 1 = win, 0.5 = tie, 0 = loss; null when a reply could not be read.
 */
export function pairwiseVerdict(
  baselineFirst: PairwiseReply | null,
  runFirst: PairwiseReply | null,
): Pick<Evaluation, 'score' | 'reason'> {
  if (!baselineFirst || !runFirst) return { score: null, reason: 'The judge did not say which answer is better.' }
  const reasons = [baselineFirst.reason, runFirst.reason].filter((reason) => reason !== '').join(' | ')
  const verdict = (score: number, what: string) => ({ score, reason: `${what}${reasons === '' ? '' : ` ${reasons}`}` })
  const [one, two] = [baselineFirst.better, runFirst.better]
  if (one === 'second' && two === 'first') return verdict(1, 'Preferred in both orders.')
  if (one === 'first' && two === 'second') return verdict(0, 'The baseline is preferred in both orders.')
  if (one === 'same' && two === 'same') return verdict(0.5, 'Alike in both orders.')
  if (one === two) return verdict(0.5, `${placeDecided}: the ${one} was preferred in both orders.`)
  return verdict(0.5, 'Preferred in one order, alike in the other.')
}

export const isDecidedByPlace = ({ reason }: Pick<Evaluation, 'reason'>): boolean => reason.startsWith(placeDecided)
