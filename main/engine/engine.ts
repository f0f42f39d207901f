import type { Log } from '../ports/log.ts'
import { BatchedCalls } from './calls/batched-calls.ts'
import { Budget } from './calls/budget.ts'
import { CallScheduler } from './calls/call-scheduler.ts'
import { createPaidCalls } from './calls/create-paid-calls.ts'
import { PaidTests } from './calls/paid-tests.ts'
import { TrainingSpending } from './calls/training-spending.ts'
import { Money } from './cost/money.ts'
import { trainingPriceOf } from './cost/training-price-of.ts'
import { readCurvePoints } from './curves/read-curve-points.ts'
import { Datasets } from './datasets/datasets.ts'
import { ImportHandler, type ImportPorts } from './datasets/import-handler.ts'
import { storeQuestions } from './datasets/storing/store-questions.ts'
import { Decisions } from './experiments/decisions/decisions.ts'
import type { ExperimentPorts } from './experiments/experiment-ports.ts'
import { Experiments } from './experiments/experiments.ts'
import { importRuns } from './experiments/imports/import-runs.ts'
import { Monitors } from './experiments/monitoring/monitors.ts'
import { Ratings } from './experiments/ratings/ratings.ts'
import { Results } from './experiments/results.ts'
import { FineTuning } from './finetuning/fine-tuning.ts'
import type { FineTuningPorts } from './finetuning/fine-tuning-ports.ts'
import { JobQueue } from './jobs/job-queue.ts'
import { TrainingSets } from './training/training-sets.ts'
import { Models, type ModelsPorts } from './workspace/models.ts'
import { Workspace, type WorkspacePorts } from './workspace/workspace.ts'

/** Everything the engine needs from the world. */
export interface EnginePorts
  extends Omit<ExperimentPorts, 'paidCalls' | 'lanes' | 'batchedCalls'>,
    WorkspacePorts,
    Pick<ModelsPorts, 'findLocalServers'>,
    Pick<FineTuningPorts, 'trainers'>,
    Pick<ImportPorts, 'source' | 'reading'> {
  readonly log: Log
  /** Uniform in [0, 1): spreads tries over time, decides nothing that is measured. */
  readonly random: () => number
}

/** The engine of one workspace: the only composition of its domains. */
export interface Engine {
  readonly datasets: Datasets
  readonly decisions: Decisions
  readonly experiments: Experiments
  readonly fineTuning: FineTuning
  readonly jobs: JobQueue
  readonly models: Models
  readonly money: Money
  readonly monitors: Monitors
  readonly ratings: Ratings
  readonly results: Results
  readonly trainingSets: TrainingSets
  readonly workspace: Workspace
  /** Stops active jobs where they can be resumed, then closes every port. */
  close(): Promise<void>
}

/**
 * Composes the engine. A writable workspace is put in order first: jobs that a dead process left behind become
 * resumable, index tables that nothing points to are dropped, and indexes whose table is gone are forgotten.
 */
export async function createEngine(ports: EnginePorts): Promise<Engine> {
  const { store, clock, newId, vectors, compute, log, random } = ports
  const lanes = new CallScheduler({ clock, random })
  const budget = new Budget({ calls: store.calls, settings: store.settings, clock })
  const paidCalls = createPaidCalls({
    ...{ calls: store.calls, settings: store.settings, clock, random },
    ...{ scheduler: lanes, budget },
  })
  const jobs = new JobQueue({ jobs: store.jobs, clock, newId })
  const datasets = new Datasets(ports, jobs)
  const experimentPorts = {
    ...ports,
    ...{ paidCalls, lanes, batchedCalls: new BatchedCalls({ store, budget, clock, newId }) },
  }
  const experiments = new Experiments(experimentPorts, jobs)
  const monitors = new Monitors(experimentPorts, jobs)
  const trainingSets = new TrainingSets({
    ...ports,
    storeEvalSet: (name, questions) => storeQuestions(name, questions, ports),
  })
  const money = new Money(ports)
  const connectionTests = new PaidTests({ store, budget, clock, newId })
  const fineTuning = new FineTuning({
    ...ports,
    spending: new TrainingSpending({ store, budget, clock }),
    trainingPriceOf: (model, trainer) => trainingPriceOf(model, trainer, store.settings, clock.now()),
    readCurve: readCurvePoints,
    loadTokenCounter: async () => (await import('./chunking/count-tokens.ts')).countTokens,
  })
  jobs.register(
    new ImportHandler(
      ports,
      (runs, jobId, signal) => importRuns(runs, jobId, signal, ports),
      (...training) => trainingSets.importRows(...training),
    ),
  )
  if (!store.readOnly) {
    const interrupted = store.jobs.markInterrupted(clock.now().toISOString())
    store.calls.leaveAllSendingUnconfirmed(clock.now().toISOString())
    store.runs.requeueRunning()
    store.runs.purgeDeleted()
    if (interrupted > 0) log.info(`${interrupted} unfinished job(s) can be resumed.`)
    await matchTables(ports)
    fineTuning.begin()
  }
  return {
    datasets,
    decisions: new Decisions(ports),
    experiments,
    fineTuning,
    jobs,
    models: new Models({ ...ports, money, connectionTests }),
    money,
    monitors,
    ratings: new Ratings(ports),
    results: new Results(ports),
    trainingSets,
    workspace: new Workspace(ports, {
      connectionTests,
      priceOfInput: (model, baseUrl) => money.priceOfInput(model, baseUrl),
    }),
    close: async () => {
      await monitors.stop()
      await jobs.stop()
      await fineTuning.stop()
      await compute.close()
      await vectors.close()
      store.close()
    },
  }
}

/**
 * LanceDB cannot rename, so a table is only real once the database points to it; what a kill left over goes. An index
 * whose table somebody removed is nothing that can be searched: it is built again by the next run that needs it.
 */
async function matchTables({ store, vectors, log }: EnginePorts): Promise<void> {
  const indexes = store.indexes.list()
  const tables = new Set(await vectors.listTables())
  const used = new Set(indexes.map((index) => index.tableName))
  for (const tableName of tables) {
    if (used.has(tableName)) continue
    await vectors.drop(tableName)
    log.info(`Dropped the unfinished index table ${tableName}.`)
  }
  const lost = indexes.filter((index) => !tables.has(index.tableName))
  for (const { indexId } of lost) store.indexes.remove(indexId)
  if (lost.length > 0) {
    log.info(
      `Index tables that are gone from the vectors folder: ${lost.length}. They are built again when a run needs them.`,
    )
  }
}
