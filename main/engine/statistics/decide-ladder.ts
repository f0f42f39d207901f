import type { GateTerms, Ladder } from '../../../shared/domain/gate.ts'
import { type Rung, Rung as rungs } from '../../../shared/domain/recipe.ts'
import type { GateCandidate } from '../../ports/compute.ts'
import { type DecideGateOptions, decideGate } from './decide-gate.ts'
import { rungEvidence } from './rung-evidence.ts'

/**
 * The evidence of all four rungs and a gate between each two that follow one another. Around a rung without evidence
 * there is one more gate, from the rung below it to the next that has some.
 * @param candidates finished runs of each rung on one eval set's split; the same order of examples in all.
 */
export function decideLadder(
  metric: string,
  candidates: ReadonlyMap<Rung, readonly GateCandidate[]>,
  terms: GateTerms,
  options: DecideGateOptions,
): Ladder {
  const sides = rungs.options.map((rung) => {
    const runs = candidates.get(rung) ?? []
    return { evidence: rungEvidence(rung, runs, terms), candidates: runs }
  })
  const steps = sides.slice(1).map((to, index) => [sides[index]!, to] as const)
  const present = sides.filter(({ evidence }) => evidence.best !== null)
  const around = present
    .slice(1)
    .map((to, index) => [present[index]!, to] as const)
    .filter(([from, to]) => sides.indexOf(to) - sides.indexOf(from) > 1)
  return {
    metric,
    terms,
    rungs: sides.map(({ evidence }) => evidence),
    gates: [...steps, ...around].map(([from, to]) => decideGate(from, to, terms, options)),
  }
}
