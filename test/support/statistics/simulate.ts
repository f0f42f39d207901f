import { decideGate } from '../../../main/engine/statistics/decide-gate.ts'
import { estimateMeans } from '../../../main/engine/statistics/estimate-means.ts'
import { createGatePower } from '../../../main/engine/statistics/gate-power.ts'
import { judgePairs } from '../../../main/engine/statistics/judge-pairs.ts'
import type { PairedStatisticsOptions } from '../../../main/engine/statistics/paired-statistics.ts'
import { pairedStatistics } from '../../../main/engine/statistics/paired-statistics.ts'
import { rungEvidence } from '../../../main/engine/statistics/rung-evidence.ts'
import { sampleDeviation } from '../../../main/engine/statistics/sample-deviation.ts'
import type { GateCandidate } from '../../../main/ports/compute.ts'
import { GateTerms, type GateVerdict } from '../../../shared/domain/gate.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { Random } from '../../../shared/domain/random.ts'
import type { RealScores } from './real-scores.ts'

export interface Simulation extends PairedStatisticsOptions {
  readonly random: Random
  readonly rounds: number
}

/**
 * Pairs of recipes that are the same: queries are drawn with their two real scores, and a coin says which is whose.
 * @returns share of pairs that are called better or worse, 0–1.
 */
export function falsePositives({ better, worse }: RealScores, queries: number, simulation: Simulation): number {
  const { random, rounds } = simulation
  let decisive = 0
  for (let round = 0; round < rounds; round++) {
    const first = new Float64Array(queries)
    const second = new Float64Array(queries)
    for (let query = 0; query < queries; query++) {
      const drawn = Math.floor(random() * better.length)
      const swap = random() < 0.5
      first[query] = (swap ? worse : better)[drawn]!
      second[query] = (swap ? better : worse)[drawn]!
    }
    const [pair] = pairedStatistics(first, [second], simulation)
    if (judgePairs([pair!], 'higher')[0]!.word !== 'notDecisive') decisive++
  }
  return decisive / rounds
}

/** @returns share of 95 % intervals of the paired difference that hold the difference of all queries, 0–1. */
export function coverage({ better, worse }: RealScores, queries: number, simulation: Simulation): number {
  const { random, rounds, resampling } = simulation
  const all = better.map((score, query) => score - worse[query]!)
  const truth = all.reduce((sum, value) => sum + value, 0) / all.length
  let covered = 0
  for (let round = 0; round < rounds; round++) {
    const drawn = Float64Array.from({ length: queries }, () => all[Math.floor(random() * all.length)]!)
    const { ciLow, ciHigh } = estimateMeans([drawn], { resampling })[0]!
    if (ciLow! <= truth && truth <= ciHigh!) covered++
  }
  return covered / rounds
}

export interface SimulatedGate {
  /** True gain of the best run of the upper rung over the best of the lower. */
  readonly gain: number
  /** How much lower each further run of a rung is than the one before. */
  readonly spacing: number
  /** Runs of the lower and of the upper rung. */
  readonly runs: readonly [number, number]
  readonly queries: number
}

export interface SimulatedVerdicts {
  /** Shares of the projects, 0–1. */
  readonly shares: Readonly<Record<GateVerdict, number>>
  /** Median of n + needed examples over the undecided projects that give a number; null without any. */
  readonly medianNeeded: number | null
}

/**
 * Projects whose runs' scores are drawn from real ones: each run's real deviation from the other, centred and with a coin's
 * sign, plus its true gain. Nobody tells the gate which run is the best.
 */
export function simulateGates(scores: RealScores, gate: SimulatedGate, simulation: Simulation): SimulatedVerdicts {
  const { random, rounds } = simulation
  const noise = noiseOf(scores)
  const terms = GateTerms.parse({})
  const counts: Record<GateVerdict, number> = { climb: 0, stay: 0, notDecisive: 0, evidenceMissing: 0 }
  const needed: number[] = []
  for (let round = 0; round < rounds; round++) {
    const queries = Array.from({ length: gate.queries }, () => Math.floor(random() * scores.better.length))
    const side = (rung: 'rag' | 'finetune', runs: number, top: number) => {
      const candidates = Array.from(
        { length: runs },
        (_, run): GateCandidate => ({
          runId: `${rung} ${run}` as RunId,
          scores: Float64Array.from(
            queries,
            (query) => scores.better[query]! + top - run * gate.spacing + noise[Math.floor(random() * noise.length)]!,
          ),
          costPer1kUsd: null,
          monthlyUsd: null,
          latencyP95Ms: null,
        }),
      )
      return { candidates, evidence: rungEvidence(rung, candidates, terms) }
    }
    const decided = decideGate(side('rag', gate.runs[0], 0), side('finetune', gate.runs[1], gate.gain), terms, {
      ...simulation,
      seed: round,
    })
    counts[decided.verdict]++
    if (decided.neededExamples !== null) needed.push(gate.queries + decided.neededExamples)
  }
  needed.sort((a, b) => a - b)
  const share = (verdict: GateVerdict) => counts[verdict] / rounds
  return {
    shares: {
      climb: share('climb'),
      stay: share('stay'),
      notDecisive: share('notDecisive'),
      evidenceMissing: share('evidenceMissing'),
    },
    medianNeeded: needed[needed.length >> 1] ?? null,
  }
}

/** Examples with which the simulated gate is right with the given power, from the true means and spreads; limit 0.02. */
export function trueRequired(
  scores: RealScores,
  { gain, spacing, runs }: Omit<SimulatedGate, 'queries'>,
  power: number,
): number {
  const own = (sampleDeviation(noiseOf(scores)) ?? 0) ** 2
  const common = (sampleDeviation(scores.better) ?? 0) ** 2
  const size = runs[0] + runs[1]
  const covariance = Float64Array.from({ length: size * size }, (_, cell) => common + (cell % (size + 1) ? 0 : own))
  const means = (count: number, top: number) => Float64Array.from({ length: count }, (_, run) => top - run * spacing)
  const limit = GateTerms.parse({}).leastWorthwhileGain
  const verdict = gain > limit ? 'climb' : 'stay'
  const truth = { from: means(runs[0], 0), to: means(runs[1], gain), limit, verdict } as const
  return createGatePower(covariance, 7).required(truth, power, 1_000_000)!
}

/** Real differences of two runs, halved for two runs' worth, around 0 in both directions. */
function noiseOf({ better, worse }: RealScores): number[] {
  const differences = [...better].map((score, query) => (score - worse[query]!) / Math.SQRT2)
  return [...differences, ...differences.map((difference) => -difference)]
}
