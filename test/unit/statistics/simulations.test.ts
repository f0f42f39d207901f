import { describe, expect, test } from 'vitest'
import { createResampling } from '../../../main/engine/statistics/create-resampling.ts'
import { createSignFlips } from '../../../main/engine/statistics/create-sign-flips.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import { type RealScores, realScores, realScoresAvailable } from '../../support/statistics/real-scores.ts'
import {
  coverage,
  falsePositives,
  type Simulation,
  simulateGates,
  trueRequired,
} from '../../support/statistics/simulate.ts'

// Few rounds and draws, with room for their chance; `npm run bench statistics` does 1,000 rounds.

const simulation = (rounds: number, draws: number): Simulation => ({
  random: createRandom(5),
  rounds,
  resampling: createResampling({ seed: 1, resamples: draws }),
  flips: createSignFlips({ seed: 1, draws }),
})

describe.skipIf(!realScoresAvailable)(
  `on real scores${realScoresAvailable ? '' : ' (skipped: ../shared is not here)'}`,
  () => {
    const scores = (): RealScores => realScores('cranfield')

    test('equal recipes are called different in about 5 % of cases at most, intervals hold the truth in about 95 %', () => {
      expect(falsePositives(scores(), 50, simulation(400, 2000))).toBeLessThanOrEqual(0.08)
      const covered = coverage(scores(), 100, simulation(400, 2000))
      expect(covered).toBeGreaterThan(0.91)
      expect(covered).toBeLessThan(0.98)
    })

    test('gates with enough questions are right, at the least worthwhile gain undecided, and ask for the right number', () => {
      const project = { spacing: 0.03, runs: [2, 4] } as const
      const shares = (gain: number, queries: number) =>
        simulateGates(scores(), { ...project, gain, queries }, simulation(60, 400)).shares
      const climbs = trueRequired(scores(), { ...project, gain: 0.08 }, 0.975)
      expect(shares(0.08, climbs).climb).toBeGreaterThan(0.88)
      expect(shares(-0.04, trueRequired(scores(), { ...project, gain: -0.04 }, 0.975)).stay).toBeGreaterThan(0.88)
      expect(shares(0.02, climbs).climb).toBeLessThanOrEqual(0.07)
      const needed = trueRequired(scores(), { ...project, gain: 0.04 }, 0.8)
      const few = { ...project, gain: 0.04, queries: 150 }
      const { shares: undecided, medianNeeded } = simulateGates(scores(), few, simulation(60, 400))
      expect(undecided.notDecisive).toBeGreaterThan(0.6)
      expect(Math.abs(medianNeeded! / needed - 1)).toBeLessThan(0.2)
    })
  },
)
