import type { GateTerms } from '../../../shared/domain/gate.ts'
import type { GateCandidate } from '../../ports/compute.ts'

/** A candidate that a gate can choose. */
export type ScoredCandidate = GateCandidate & { readonly scores: Float64Array }

/**
 * What one example of a run is worth under the terms: its score, or, where the user said what a gain is worth, US dollars
 * per 1,000 queries after its cost.
 */
export function utilityOf({ costPer1kUsd }: GateCandidate, { worthOfGain }: GateTerms): (score: number) => number {
  if (worthOfGain === null) return (score) => score
  const usdPerScore = worthOfGain.usdPer1kQueries / worthOfGain.gain
  return (score) => score * usdPerScore - (costPer1kUsd ?? Number.NaN)
}
