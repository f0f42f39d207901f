import { type NotComparableReason, type PairVerdict, smallestGainThatMatters } from './verdict.ts'

/** How figures of the measure's unit are written. */
interface VerdictFormats {
  readonly figure: (value: number) => string
  readonly change: (value: number) => string
  /** Empty where there is none. */
  readonly interval: (low: number | null, high: number | null) => string
}

export const notComparableWords: Readonly<Record<NotComparableReason, string>> = {
  evalSet: 'other questions',
  split: 'another split',
  notScored: 'no question was scored in both',
  notTimed: 'one of the two was not timed',
  notFinished: 'not finished',
}

/** `not comparable: another split`. */
export function describeNotComparable(reason: NotComparableReason | null): string {
  return `not comparable: ${notComparableWords[reason ?? 'notScored']}`
}

/** The verdict in full: `better by 0.067, decisive, p 0.004, [0.028, 0.106], 240 shared questions, …`. */
export function describeVerdict({ word, reason, evidence }: PairVerdict, formats: VerdictFormats): string {
  if (!evidence) return describeNotComparable(reason)
  const { value, ciLow, ciHigh, n, adjustedP, familySize, detectable } = evidence
  // Only times are not held against each other question by question.
  const isTimed = evidence.wins + evidence.ties + evidence.losses === 0
  const interval = formats.interval(ciLow, ciHigh)
  return [
    word === 'notDecisive'
      ? `not decisive, difference ${formats.change(value)}`
      : `${word} by ${formats.figure(Math.abs(value))}, decisive`,
    `${formatP(adjustedP)} ${familySize === 1 ? 'for one comparison' : `by Holm over ${familySize.toLocaleString('en-US')} comparisons`}`,
    ...(interval ? [`95 % interval of the difference ${interval}`] : []),
    `${n.toLocaleString('en-US')} ${isTimed ? 'timed' : 'shared'} ${n === 1 ? 'question' : 'questions'}`,
    ...(isTimed && ciLow === null ? ['too few for an interval'] : []),
    ...(word === 'notDecisive' ? [furtherWords(evidence.furtherExamples, formats)] : []),
    ...(detectable === null || word !== 'notDecisive'
      ? []
      : [`smallest difference these would show: ${formats.figure(detectable)}`]),
  ]
    .filter(Boolean)
    .join(', ')
}

function furtherWords(furtherExamples: number | null, { figure }: VerdictFormats): string {
  const matters = figure(smallestGainThatMatters)
  if (furtherExamples === null) return ''
  if (furtherExamples === 0) return `enough questions to tell a difference of ${matters}`
  return `needs about ${about(furtherExamples)} more questions to tell a difference of ${matters}`
}

/** Two significant digits: what is estimated is not known to the last question. */
function about(count: number): string {
  return Number(count.toPrecision(2)).toLocaleString('en-US')
}

/** `p 0.004`, `p < 0.001`. */
export function formatP(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${p.toFixed(p < 0.1 ? 3 : 2)}`
}
