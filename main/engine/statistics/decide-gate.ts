import type { Gate, GateTerms, GateVerdict, RungEvidence } from '../../../shared/domain/gate.ts'
import type { GateCandidate } from '../../ports/compute.ts'
import { type CrossFitted, crossFit, type FittedColumns } from './cross-fit.ts'
import { estimateMeans, type MeanEstimate } from './estimate-means.ts'
import { type ScoredCandidate, utilityOf } from './gate-candidate.ts'
import { gateExamples } from './gate-examples.ts'
import type { PairedStatisticsOptions } from './paired-statistics.ts'
import { eligibleCandidates } from './rung-evidence.ts'
import { signFlipTest } from './sign-flip-test.ts'

/** A rung with its runs. */
export interface GateSide {
  readonly evidence: RungEvidence
  readonly candidates: readonly GateCandidate[]
}

export interface DecideGateOptions extends PairedStatisticsOptions {
  /** Of the halves that runs are picked and tested on. */
  readonly seed: number
}

/** Of the number of examples that an undecided gate asks for. */
const power = 0.8

/** More than so many times the examples that there are is no advice: the two are as good as equal at the limit. */
const mostTimes = 100

/**
 * Whether to climb from one rung to the next, on their best runs under the user's terms, cross-fitted. Climb: the lower
 * end of the difference's 95 % BCa interval is above the least worthwhile gain; stay: the upper end is below it. With a
 * worth of gain: the same of the net value (gain × worth − extra cost) and 0. Either must also hold with the benefit of the
 * doubt for the other side (see crossFit), which matters only where it is unclear which run of a rung is its best: without
 * this addition to the plain rule, simulated climbs at a gain that is just not worth it rise to 4 to 8 %.
 */
export function decideGate(from: GateSide, to: GateSide, terms: GateTerms, options: DecideGateOptions): Gate {
  const runsFrom = eligibleCandidates(from.candidates, terms).eligible
  const runsTo = eligibleCandidates(to.candidates, terms).eligible
  const missing = from.evidence.best === null ? from : to.evidence.best === null ? to : null
  const gate: Gate = {
    fromRung: from.evidence.rung,
    toRung: to.evidence.rung,
    verdict: 'evidenceMissing',
    missingRung: missing?.evidence.rung ?? null,
    bestRunIds: { from: [], to: [] },
    pickedFrom: { from: runsFrom.length, to: runsTo.length },
    difference: null,
    leastWorthwhileGain: terms.leastWorthwhileGain,
    neededExamples: null,
    netValue: null,
    fromReaches: null,
    extraCostPer1kUsd: null,
    climbsBelow: null,
    staysAbove: null,
  }
  if (missing) return gate
  const columns = (candidate: ScoredCandidate): FittedColumns => ({
    scores: candidate.scores,
    utility: candidate.scores.map(utilityOf(candidate, terms)),
  })
  const sides = [runsFrom.map(columns), runsTo.map(columns)] as const
  const fitted = crossFit(...sides, options.seed)
  // They share no two examples: neither rung is at fault, so none is named.
  if (!fitted) return gate
  const [gain, net, forFrom, forTo] = estimateMeans(
    [fitted.scores, fitted.utility, fitted.utilityForFrom, fitted.utilityForTo],
    options,
  ) as [MeanEstimate, MeanEstimate, MeanEstimate, MeanEstimate]
  const tested = terms.worthOfGain === null ? gain : net
  const limit = terms.worthOfGain === null ? terms.leastWorthwhileGain : 0
  const climbsBelow = Math.min(tested.ciLow!, forFrom.ciLow!)
  const staysAbove = Math.max(tested.ciHigh!, forTo.ciHigh!)
  const climbs = climbsBelow > limit
  const stays = staysAbove < limit
  const verdict: GateVerdict = climbs ? 'climb' : stays ? 'stay' : 'notDecisive'
  const unique = (runs: readonly ScoredCandidate[], picked: readonly number[]) =>
    [...new Set(picked)].map((position) => runs[position]!.runId)
  return {
    ...gate,
    verdict,
    bestRunIds: { from: unique(runsFrom, fitted.from), to: unique(runsTo, fitted.to) },
    difference: { ...withEnds(gain), n: gain.n, p: signFlipTest(fitted.scores, options.flips)! },
    neededExamples:
      verdict === 'notDecisive'
        ? neededExamples(fitted, sides, { limit, observed: tested.value!, terms, seed: options.seed })
        : null,
    netValue: terms.worthOfGain === null ? null : withEnds(net),
    fromReaches: shareReached(from.evidence, to.evidence),
    extraCostPer1kUsd:
      from.evidence.costPer1kUsd === null || to.evidence.costPer1kUsd === null
        ? null
        : to.evidence.costPer1kUsd - from.evidence.costPer1kUsd,
    climbsBelow,
    staysAbove,
  }
}

function withEnds({ value, ciLow, ciHigh }: MeanEstimate): { value: number; low: number; high: number } {
  return { value: value!, low: ciLow!, high: ciHigh! }
}

/**
 * Further examples until a gain as far from the limit as the least worthwhile gain is large (none at all, or twice it)
 * would be told from the limit 4 times in 5, picking included (see gateExamples). Only where that many are there already,
 * so that the true gain must be closer to the limit: until one as far from it as the observed would be told; null where
 * that is out of reach.
 */
function neededExamples(
  { shared }: CrossFitted,
  [from, to]: readonly [readonly FittedColumns[], readonly FittedColumns[]],
  { limit, observed, terms, seed }: { limit: number; observed: number; terms: GateTerms; seed: number },
): number | null {
  const n = shared.length
  const onShared = (columns: readonly FittedColumns[]) =>
    columns.map(({ utility }) => Float64Array.from(shared, (example) => utility[example]!))
  const runs = [onShared(from), onShared(to)] as const
  const usdPerScore = terms.worthOfGain === null ? 1 : terms.worthOfGain.usdPer1kQueries / terms.worthOfGain.gain
  const plan = { limit, power, seed, most: mostTimes * n }
  for (const distance of [terms.leastWorthwhileGain * usdPerScore, Math.abs(observed - limit)]) {
    const needed = distance > 0 ? gateExamples(...runs, { ...plan, distance }) : null
    if (needed !== null && needed > n) return needed - n
  }
  return null
}

function shareReached(from: RungEvidence, to: RungEvidence): Gate['fromReaches'] {
  if (!from.quality || !to.quality || to.quality.value <= 0) return null
  return {
    qualityShare: from.quality.value / to.quality.value,
    costShare:
      from.costPer1kUsd === null || to.costPer1kUsd === null || to.costPer1kUsd === 0
        ? null
        : from.costPer1kUsd / to.costPer1kUsd,
  }
}
