import type { GateTerms, MissingEvidence, RungEvidence } from '../../../shared/domain/gate.ts'
import type { Rung } from '../../../shared/domain/recipe.ts'
import type { GateCandidate } from '../../ports/compute.ts'
import { type ScoredCandidate, utilityOf } from './gate-candidate.ts'
import { meanOfScores } from './mean-of-scores.ts'

/**
 * Candidates that are scored and keep the terms, the cheaper first, so that a tie keeps it; or why there is none: the
 * last condition that left nobody.
 */
export function eligibleCandidates(
  candidates: readonly GateCandidate[],
  terms: GateTerms,
): { readonly eligible: readonly ScoredCandidate[]; readonly missing: MissingEvidence | null } {
  const { maxLatencyP95Ms, maxMonthlyUsd, worthOfGain } = terms
  const conditions: readonly (readonly [MissingEvidence, (candidate: GateCandidate) => boolean])[] = [
    ['noRuns', () => true],
    ['notScored', ({ scores }) => scores?.some((score) => !Number.isNaN(score)) ?? false],
    ['latencyUnknown', ({ latencyP95Ms }) => maxLatencyP95Ms === null || latencyP95Ms !== null],
    ['overLatency', ({ latencyP95Ms }) => maxLatencyP95Ms === null || latencyP95Ms! <= maxLatencyP95Ms],
    ['costUnknown', ({ monthlyUsd }) => maxMonthlyUsd === null || monthlyUsd !== null],
    ['overBudget', ({ monthlyUsd }) => maxMonthlyUsd === null || monthlyUsd! <= maxMonthlyUsd],
    ['costUnknown', ({ costPer1kUsd }) => worthOfGain === null || costPer1kUsd !== null],
  ]
  let left = [...candidates]
  for (const [reason, holds] of conditions) {
    left = left.filter(holds)
    if (left.length === 0) return { eligible: [], missing: reason }
  }
  const cost = (candidate: GateCandidate) => candidate.monthlyUsd ?? candidate.costPer1kUsd ?? Number.POSITIVE_INFINITY
  // Two unknown costs are equal: their difference is no number.
  left.sort((a, b) => (cost(a) === cost(b) ? 0 : cost(a) - cost(b)))
  return { eligible: left as ScoredCandidate[], missing: null }
}

/** What a rung has to show: its best run under the terms, by all scored examples of each. */
export function rungEvidence(rung: Rung, candidates: readonly GateCandidate[], terms: GateTerms): RungEvidence {
  const { eligible, missing } = eligibleCandidates(candidates, terms)
  let best: ScoredCandidate | null = null
  let highest = Number.NEGATIVE_INFINITY
  for (const candidate of eligible) {
    const utility = utilityOf(candidate, terms)(meanOfScores(candidate.scores).value!)
    if (utility > highest) {
      best = candidate
      highest = utility
    }
  }
  const quality = best && meanOfScores(best.scores)
  return {
    rung,
    runIds: candidates.map(({ runId }) => runId),
    eligibleRunIds: eligible.map(({ runId }) => runId),
    best: best?.runId ?? null,
    quality: quality && { value: quality.value!, n: quality.n },
    costPer1kUsd: best?.costPer1kUsd ?? null,
    monthlyUsd: best?.monthlyUsd ?? null,
    latencyP95Ms: best?.latencyP95Ms ?? null,
    missing,
  }
}
