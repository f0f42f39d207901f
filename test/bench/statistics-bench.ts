import { loadavg } from 'node:os'
import { WorkerThreadCompute } from '../../main/adapters/worker-threads/worker-thread-compute.ts'
import { Verdicts } from '../../main/engine/experiments/comparing/verdicts.ts'
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
import { watchEventLoop } from './watch-event-loop.ts'

const runs = 200
const queries = 1000
const rounds = 1000
/** So many that chance moves the share by 0.3 %; 1,000 would move it by 0.7 %. */
const pairsOfEquals = 4000
const metric = 'ndcg@10'
/** As long as the engine is watched doing nothing, for what the machine alone makes it wait. */
const idleMs = 3000

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
    const idle = watchEventLoop()
    await new Promise((resolve) => setTimeout(resolve, idleMs))
    const atRest = idle.stop()
    const engine = watchEventLoop()
    const cpuBefore = process.cpuUsage()
    const cold = await timed(() => verdicts.of(runIds[0]!, runIds.slice(0, 30), [metric]))
    const { user, system } = process.cpuUsage(cpuBefore)
    const warm = await timed(() => verdicts.of(runIds[0]!, runIds, [metric]))
    store.runs.setScores(runIds[7] as RunId, new Map([[metric, Float64Array.from({ length: queries }, random)]]))
    const further = await timed(() => verdicts.of(runIds[0]!, runIds, [metric]))
    const atWork = engine.stop()
    printTable(`Verdicts of ${runs} runs on ${queries} questions, every value different`, [
      ['', 'measured', 'allowed'],
      ['one column cold', `${Math.round(cold)} ms`, '5000 ms'],
      ['its processor time, all threads', `${Math.round((user + system) / 1000)} ms`, ''],
      ['the same again', `${Math.round(warm)} ms`, '1000 ms'],
      ['after one run was scored anew', `${Math.round(further)} ms`, '1000 ms'],
      ['longest turn of the engine, its own processor time', `${atWork.longestTurnCpuMs.toFixed(1)} ms`, '50 ms'],
      ['longest stop of the engine by the clock', `${atWork.longestStopMs.toFixed(1)} ms`, ''],
      ['longest stop of an engine that does nothing', `${atRest.longestStopMs.toFixed(1)} ms`, ''],
      ['load of the machine', (loadavg()[0] ?? 0).toFixed(1), ''],
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
        percent(falsePositives(scores, size, { ...simulation(10_000, 1), rounds: pairsOfEquals })),
        percent(coverage(scores, size, simulation(10_000, 2))),
      ]
    }),
  )
  printTable(`${pairsOfEquals} pairs of equal recipes, and ${rounds} intervals (allowed: at most 5.5 %; 93 to 97 %)`, [
    ['nDCG@10 of real runs', 'called different', 'interval holds the truth'],
    ...rows,
  ])
}

function benchGates(): void {
  const scores = realScores('cranfield')
  const rows: string[][] = []
  const asked: string[][] = []
  for (const spacing of [0.01, 0.02, 0.04]) {
    const project = { spacing, runs: [3, 7] as const }
    const right = (gain: number, verdict: 'climb' | 'stay') => {
      const size = trueRequired(scores, { ...project, gain }, 0.975)
      const { shares } = simulateGates(scores, { ...project, gain, queries: size }, simulation(2000, 3))
      return { size, words: `${percent(shares[verdict])} of ${size} questions each` }
    }
    const climb = right(0.06, 'climb')
    const at = simulateGates(scores, { ...project, gain: 0.02, queries: climb.size }, simulation(2000, 5)).shares
    rows.push([
      `runs ${spacing} apart`,
      climb.words,
      right(-0.02, 'stay').words,
      `climb ${percent(at.climb)}, stay ${percent(at.stay)}`,
    ])
    const needed = trueRequired(scores, { ...project, gain: 0.04 }, 0.8)
    for (const share of [0.1, 0.25, 0.5]) {
      const size = Math.round(needed * share)
      const { shares, medianNeeded } = simulateGates(
        scores,
        { ...project, gain: 0.04, queries: size },
        simulation(1000, 4),
      )
      asked.push([
        `runs ${spacing} apart, ${size} questions`,
        percent(shares.notDecisive),
        String(medianNeeded),
        String(needed),
        percent(medianNeeded! / needed - 1),
      ])
    }
  }
  printTable(
    `Gates of ${rounds} projects, best of 3 runs against best of 7, least worthwhile gain 0.02, as many questions as give 97.5 % power`,
    [
      ['', 'gain 0.06: climb (at least 95 %)', 'gain −0.02: stay (at least 95 %)', 'gain 0.02 (climb at most 3.5 %)'],
      ...rows,
    ],
  )
  printTable('Examples that undecided gates ask for, median (allowed: 20 % off)', [
    ['gain 0.04', 'not decisive', 'says', 'true', 'off by'],
    ...asked,
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
