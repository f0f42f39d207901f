import { monitorEventLoopDelay } from 'node:perf_hooks'
import { WorkerThreadCompute } from '../../main/adapters/worker-threads/worker-thread-compute.ts'
import { Verdicts } from '../../main/engine/experiments/verdicts.ts'
import { createResampling } from '../../main/engine/statistics/create-resampling.ts'
import { createSignFlips } from '../../main/engine/statistics/create-sign-flips.ts'
import { createInProcessClient } from '../../main/rpc/in-process-client.ts'
import type { RunId } from '../../shared/domain/ids.ts'
import { createRandom } from '../../shared/domain/random.ts'
import { fillWithRuns } from '../support/fill-with-runs.ts'
import { openMemoryEngine } from '../support/open-memory-engine.ts'
import { smallDataset } from '../support/small-dataset.ts'
import { realScores, realScoresAvailable } from '../support/statistics/real-scores.ts'
import {
  coverage,
  falsePositives,
  type Simulation,
  simulateGates,
  trueRequired,
} from '../support/statistics/simulate.ts'
import { printTable } from './print-table.ts'

const runs = 200
const queries = 1000
const rounds = 1000
const metric = 'ndcg@10'

/** How long a column of verdicts takes, and how often intervals, tests and gates are right on real scores. */
export async function benchStatistics(): Promise<void> {
  await benchColumn()
  if (!realScoresAvailable) {
    process.stdout.write('\nSimulations are skipped: ../shared is not here.\n')
    return
  }
  benchErrors()
  benchGates()
}

async function benchColumn(): Promise<void> {
  const memory = await openMemoryEngine({ small: smallDataset })
  const compute = new WorkerThreadCompute()
  try {
    const client = createInProcessClient(memory.engine)
    await client.datasets.import({ paths: ['small'] })
    await memory.engine.jobs.idle()
    const { store } = memory.ports
    const runIds = fillWithRuns(store, (await client.datasets.list()).evalSets[0]!, runs + 1)
    const random = createRandom(2)
    for (const runId of runIds) {
      store.runs.setScores(runId, new Map([[metric, Float64Array.from({ length: queries }, random)]]))
    }
    const verdicts = new Verdicts({ store, compute })
    const delays = monitorEventLoopDelay({ resolution: 1 })
    delays.enable()
    const cold = await timed(() => verdicts.of(runIds[0]!, runIds.slice(0, 30), [metric]))
    const warm = await timed(() => verdicts.of(runIds[0]!, runIds, [metric]))
    store.runs.setScores(runIds[7] as RunId, new Map([[metric, Float64Array.from({ length: queries }, random)]]))
    const further = await timed(() => verdicts.of(runIds[0]!, runIds, [metric]))
    delays.disable()
    printTable(`Verdicts of ${runs} runs on ${queries} questions, every value different`, [
      ['', 'measured', 'allowed'],
      ['one column cold', `${Math.round(cold)} ms`, '5000 ms'],
      ['the same again', `${Math.round(warm)} ms`, '1000 ms'],
      ['after one run was scored anew', `${Math.round(further)} ms`, '1000 ms'],
      ['longest stop of the engine', `${(delays.max / 1e6).toFixed(1)} ms`, '50 ms'],
    ])
  } finally {
    await compute.close()
    await memory.engine.close()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function benchErrors(): void {
  const rows = (['cranfield', 'scifact-train'] as const).flatMap((collection) =>
    [50, 200].map((size) => {
      const scores = realScores(collection)
      return [
        `${collection}, ${size} questions`,
        percent(falsePositives(scores, size, simulation(10_000, 1))),
        percent(coverage(scores, size, simulation(10_000, 2))),
      ]
    }),
  )
  printTable(`${rounds} pairs of equal recipes, and ${rounds} intervals (allowed: at most 5.5 %; 93 to 97 %)`, [
    ['nDCG@10 of real runs', 'called different', 'interval holds the truth'],
    ...rows,
  ])
}

function benchGates(): void {
  const scores = realScores('cranfield')
  const rows: string[][] = []
  for (const spacing of [0.02, 0.04]) {
    const fromLimit = 0.04
    const size = trueRequired(scores, fromLimit, 0.975)
    const verdicts = (gain: number) =>
      simulateGates(scores, { gain, spacing, runs: [3, 7], queries: size }, simulation(2000, 3)).shares
    const at = verdicts(0.02)
    rows.push([
      `${size} questions, runs ${spacing} apart`,
      percent(verdicts(0.02 + fromLimit).climb),
      percent(verdicts(0.02 - fromLimit).stay),
      percent(at.climb),
      percent(at.stay),
    ])
  }
  printTable(`Gates of ${rounds} projects, best of 3 runs against best of 7, least worthwhile gain 0.02`, [
    ['', 'gain 0.06: climb', 'gain −0.02: stay', 'gain 0.02: climb', 'gain 0.02: stay'],
    ...rows,
  ])
  const needed = trueRequired(scores, 0.02, 0.8)
  printTable('Examples that undecided gates ask for, median', [
    ['', 'not decisive', 'says', 'true', 'off by'],
    ...[0.1, 0.25, 0.5].map((share) => {
      const size = Math.round(needed * share)
      const { shares, medianNeeded } = simulateGates(
        scores,
        { gain: 0.04, spacing: 0.04, runs: [3, 7], queries: size },
        simulation(1000, 4),
      )
      return [
        `${size} questions`,
        percent(shares.notDecisive),
        String(medianNeeded),
        String(needed),
        percent(medianNeeded! / needed - 1),
      ]
    }),
  ])
}

function simulation(draws: number, seed: number): Simulation {
  return {
    random: createRandom(seed),
    rounds,
    resampling: createResampling({ seed, resamples: draws }),
    flips: createSignFlips({ seed, draws }),
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
