import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { createTrainers } from '../../../main/adapters/trainers/create-trainers.ts'
import { Budget } from '../../../main/engine/calls/budget.ts'
import { TrainingSpending } from '../../../main/engine/calls/training-spending.ts'
import { trainingPriceOf } from '../../../main/engine/cost/training-price-of.ts'
import { readCurvePoints } from '../../../main/engine/curves/read-curve-points.ts'
import { FineTuning } from '../../../main/engine/finetuning/fine-tuning.ts'
import type { FineTuningPorts } from '../../../main/engine/finetuning/fine-tuning-ports.ts'
import type { Store } from '../../../main/ports/store.ts'
import { type FineTuneJob, FineTuneSpec } from '../../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import { addTrainingVersion } from '../../support/add-training-version.ts'
import { HastyClock } from '../../support/hasty-clock.ts'
import { MemorySecrets } from '../../support/memory-secrets.ts'
import { MemoryVault } from '../../support/memory-vault.ts'
import { sequentialIds } from '../../support/sequential-ids.ts'

/** The domain over a real store and real adapters; a second one over the same store is what a restart opens. */
export async function openFineTuning({
  store = openSqliteStore(':memory:'),
  key = 'sk-test-key-of-nobody',
  clock = new HastyClock(),
}: {
  store?: Store
  key?: string
  clock?: HastyClock
} = {}) {
  const secrets = new MemorySecrets()
  await secrets.set('TRAINER_KEY', key)
  const warnings: string[] = []
  const ports: FineTuningPorts = {
    ...{ store, clock, secrets, newId: sequentialIds(), vault: new MemoryVault(), random: () => 0.5 },
    trainers: createTrainers({ secrets, clock, localFolder: '/nowhere', timeoutMs: 5000 }),
    log: { info: () => {}, warn: (message) => warnings.push(message) },
    spending: new TrainingSpending({
      ...{ store, clock },
      budget: new Budget({ calls: store.calls, settings: store.settings, clock }),
    }),
    trainingPriceOf: (model, trainer) => trainingPriceOf(model, trainer, store.settings, clock.now()),
    readCurve: readCurvePoints,
    loadTokenCounter: async () => (text) => Math.ceil(text.length / 4),
  }
  return { fineTuning: new FineTuning(ports), ports, store, clock, warnings }
}

export function specFor(store: Store, trainer: TrainerSettings, change: Partial<FineTuneSpec> = {}): FineTuneSpec {
  const trainingVersionId = store.training.listSets()[0]?.current.versionId ?? addTrainingVersion(store)
  return FineTuneSpec.parse({
    ...{ name: 'Bank intents', trainer, baseModel: 'gpt-4o-mini-2024-07-18', trainingVersionId },
    ...{ noBaselineReason: 'a test of the job alone', ...change },
  })
}

/** Follows the job until it is as wanted. Throws what it is instead when nothing more happens. */
export async function untilJob(
  fineTuning: FineTuning,
  { fineTuneJobId }: Pick<FineTuneJob, 'fineTuneJobId'>,
  isWanted: (job: FineTuneJob) => boolean,
): Promise<FineTuneJob> {
  for await (const { job } of fineTuning.watch(fineTuneJobId, AbortSignal.timeout(8000))) if (isWanted(job)) return job
  const { status, error, notice } = fineTuning.get(fineTuneJobId)
  throw new Error(`The job is ${status} (${error?.message ?? notice ?? 'nothing to say'}).`)
}
