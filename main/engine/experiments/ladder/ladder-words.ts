import { formatChange, formatFigure, formatInterval } from '../../../../shared/charts/format-figure.ts'
import type { Gate, GateTerms, MissingEvidence, RungEvidence } from '../../../../shared/domain/gate.ts'
import type { LadderReport } from '../../../../shared/domain/ladder-report.ts'
import type { Rung } from '../../../../shared/domain/rung.ts'
import { rungLabel } from '../../../../shared/domain/rung-label.ts'

const missingWords: Readonly<Record<MissingEvidence, string>> = {
  noRuns: 'has no finished run on these questions',
  notScored: 'has no run scored by this measure',
  overLatency: 'has no run within the latency limit',
  latencyUnknown: 'has no run whose latency is known',
  overBudget: 'has no run within the budget',
  costUnknown: 'has no run whose cost is known',
}

/** A step's verdict in one sentence. @param missing why a rung has nothing to decide on. */
export function stepSentence(gate: Gate, missing: ReadonlyMap<Rung, MissingEvidence | null>): string {
  const { verdict, missingRung, difference, netValue, neededExamples, leastWorthwhileGain } = gate
  if (verdict === 'evidenceMissing' || difference === null) {
    const rung = missingRung ?? gate.toRung
    return `Evidence missing: ${rungLabel[rung]} ${missingWords[missing.get(rung) ?? 'notScored']}.`
  }
  const change = `${formatChange(difference.value, 'fraction')} ${formatInterval(difference.low, difference.high, 'fraction')} (n = ${difference.n}, ${pWords(difference.p)})`
  const worth =
    netValue === null
      ? `the ${leastWorthwhileGain} that matters`
      : `its cost; net ${formatChange(netValue.value, 'usd')} ${formatInterval(netValue.low, netValue.high, 'usd')} per 1,000 queries`
  if (verdict === 'climb') return `Climb to ${rungLabel[gate.toRung]}: ${change} is worth more than ${worth}.`
  if (verdict === 'stay') return `Stay on ${rungLabel[gate.fromRung]}: ${change} is worth less than ${worth}.`
  const more =
    neededExamples === null
      ? 'more labelled questions would not settle it soon'
      : `needs about ${countWords(neededExamples)} more labelled questions`
  return `Not decisive: ${change} against ${worth}${doubtWords(gate)}; ${more}.`
}

/** Where the interval alone would decide, and what stands in its way is that a rung's best run is not known for sure. */
function doubtWords({ difference, netValue, leastWorthwhileGain, fromRung, toRung, pickedFrom }: Gate): string {
  const [tested, limit] = netValue === null ? [difference!, leastWorthwhileGain] : [netValue, 0]
  const doubted = tested.low > limit ? 'from' : tested.high < limit ? 'to' : null
  if (doubted === null) return ''
  const label = rungLabel[doubted === 'from' ? fromRung : toRung]
  return `, but which of ${label}'s ${pickedFrom[doubted]} runs is the best is not sure, and with the best of them it may be ${doubted === 'from' ? 'less' : 'more'}`
}

/** Two significant digits, rounded up: no forecast of questions is known better. */
export function countWords(questions: number): string {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(questions)) - 1)
  return (Math.ceil(questions / step) * step).toLocaleString('en-US')
}

function pWords(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${p.toFixed(3)}`
}

interface Standing {
  readonly terms: GateTerms
  readonly rungs: readonly RungEvidence[]
  readonly steps: readonly Gate[]
  readonly standOn: Rung | null
}

/** The verdict on the whole ladder: one sentence, and the figures that it rests on. */
export function headlineOf({
  rungs,
  steps,
  standOn,
  terms,
}: Standing): Pick<LadderReport, 'verdict' | 'headline' | 'detail'> {
  const present = rungs.filter(({ best }) => best !== null)
  const here = present.find(({ rung }) => rung === standOn)
  if (!here) {
    const reason = missingWords[rungs.find(({ missing }) => missing !== 'noRuns')?.missing ?? 'noRuns']
    return {
      verdict: 'evidenceMissing',
      headline: `Evidence missing: no rung ${reason.replace(/^has no/, 'has a')}`,
      detail: '',
    }
  }
  const label = rungLabel[here.rung]
  const top = present.reduce((best, rung) => (rung.quality!.value > best.quality!.value ? rung : best))
  const detail = detailOf(here, top)
  if (present.length === 1) {
    return { verdict: 'evidenceMissing', headline: `Evidence missing: only ${label} can be judged so far`, detail }
  }
  const open = steps.find(({ fromRung, verdict }) => fromRung === here.rung && verdict === 'notDecisive')
  if (open) {
    const needed = open.neededExamples === null ? null : countWords(open.neededExamples)
    const headline = needed
      ? `Not decisive: about ${needed} more labelled questions needed to choose between ${label} and ${rungLabel[open.toRung]}`
      : `Not decisive: these questions cannot choose between ${label} and ${rungLabel[open.toRung]}`
    return { verdict: 'notDecisive', headline, detail }
  }
  const climbed = steps.some(({ toRung, verdict }) => toRung === here.rung && verdict === 'climb')
  if (terms.worthOfGain !== null && top.rung === here.rung) {
    return climbed
      ? { verdict: 'climb', headline: `Climb to ${label}: its gain is worth more than it costs`, detail }
      : { verdict: 'stay', headline: `Stop here: no rung above ${label} is worth what it costs`, detail }
  }
  if (top.rung === here.rung) {
    return climbed
      ? { verdict: 'climb', headline: `Climb to ${label}: it has the best score, and its gain is worth it`, detail }
      : { verdict: 'stay', headline: `Stop here: ${label} has the best score`, detail }
  }
  const share = percent(here.quality!.value / top.quality!.value)
  return {
    verdict: 'stay',
    headline: `Stop here: ${label} reaches ${share} of the best score${costShare(here, top)}`,
    detail,
  }
}

function costShare(here: RungEvidence, top: RungEvidence): string {
  if (here.monthlyUsd === null || top.monthlyUsd === null) return ''
  if (top.monthlyUsd === 0) return here.monthlyUsd === 0 ? ', and neither costs anything' : ''
  return ` at ${percent(here.monthlyUsd / top.monthlyUsd)} of its cost`
}

function detailOf(here: RungEvidence, top: RungEvidence): string {
  const quality = (rung: RungEvidence) => formatFigure(rung.quality!.value, 'fraction')
  const cost = (rung: RungEvidence) =>
    rung.monthlyUsd === null ? 'cost not known' : formatFigure(rung.monthlyUsd, 'usd')
  const picked = `picked from ${here.eligibleRunIds.length}`
  if (here.rung === top.rung) {
    const month = here.monthlyUsd === null ? '' : ' a month'
    return `${quality(here)} (n = ${here.quality!.n}, ${picked}) · ${cost(here)}${month}`
  }
  const both =
    here.monthlyUsd === null || top.monthlyUsd === null
      ? `a month: ${rungLabel[here.rung]} ${cost(here)}, ${rungLabel[top.rung]} ${cost(top)}`
      : `${cost(here)} ${here.monthlyUsd > top.monthlyUsd ? 'against' : 'of'} ${cost(top)} a month`
  return `${quality(here)} of ${quality(top)} (n = ${here.quality!.n}, ${picked}) · ${both}`
}

/** Small shares keep a digit, so that nothing is said to cost 0 %. */
function percent(share: number): string {
  return `${share < 0.01 && share > 0 ? (share * 100).toPrecision(1) : Math.round(share * 100)}%`
}
