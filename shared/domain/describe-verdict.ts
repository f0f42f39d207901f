import { type FigureUnit, formatChange, formatFigure, formatInterval } from '../charts/format-figure.ts'
import { smallestGainThatMatters, type Verdict } from './verdict.ts'

const reasons = {
  evalSet: 'other questions',
  split: 'another split',
  notScored: 'no question was scored in both',
  notFinished: 'not finished',
} as const

/** The verdict in full: `better by 0.067, decisive, p 0.004, [0.028, 0.106], 240 shared questions, …`. */
export function describeVerdict({ word, reason, evidence }: Verdict, unit: FigureUnit): string {
  if (!evidence) return `not comparable: ${reasons[reason ?? 'notScored']}`
  const { value, ciLow, ciHigh, n, adjustedP, familySize, detectable } = evidence
  const interval = formatInterval(ciLow, ciHigh, unit)
  return [
    word === 'notDecisive'
      ? `not decisive, difference ${formatChange(value, unit)}`
      : `${word} by ${formatFigure(Math.abs(value), unit)}, decisive`,
    `${formatP(adjustedP)} ${familySize === 1 ? 'for one comparison' : `by Holm over ${familySize.toLocaleString('en-US')} comparisons`}`,
    ...(interval ? [`95 % interval of the difference ${interval}`] : []),
    `${n.toLocaleString('en-US')} shared ${n === 1 ? 'question' : 'questions'}`,
    ...(word === 'notDecisive' ? [furtherWords(evidence.furtherExamples, unit)] : []),
    ...(detectable === null || word !== 'notDecisive'
      ? []
      : [`smallest difference these would show: ${formatFigure(detectable, unit)}`]),
  ]
    .filter(Boolean)
    .join(', ')
}

function furtherWords(furtherExamples: number | null, unit: FigureUnit): string {
  const matters = formatFigure(smallestGainThatMatters, unit)
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
