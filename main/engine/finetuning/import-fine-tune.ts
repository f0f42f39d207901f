import { AppError } from '../../../shared/domain/app-error.ts'
import type { ProviderFineTune } from '../../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { KeptFineTune } from '../../ports/fine-tune-store.ts'
import type { ResultFile, TrainerJob } from '../../ports/trainer.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import { hasEnded } from './fine-tune-view.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { joinFilePoints } from './merge-points.ts'
import { newFineTune } from './new-fine-tune.ts'
import { daysUntil, shutdownDate } from './shutdown-date.ts'

/** What a provider has, with how long it will answer. */
export function providerFineTunes(
  jobs: readonly TrainerJob[],
  trainer: TrainerSettings,
  { store, clock }: FineTuningPorts,
): ProviderFineTune[] {
  const known = new Map(store.fineTunes.list().map(({ job }) => [job.providerJobId, job.fineTuneJobId]))
  return jobs.map((job) => {
    const { providerJobId, baseModel, tunedModel, status, createdAt, trainedTokens, resultFileIds } = job
    const date = shutdownDate(trainer, baseModel)
    return {
      ...{ providerJobId, baseModel, tunedModel, status, createdAt, trainedTokens },
      resultFiles: resultFileIds.length,
      shutdownDate: date,
      daysLeft: date === null ? null : daysUntil(date, clock.now()),
      fineTuneJobId: known.get(providerJobId) ?? null,
    }
  })
}

/** Writes a job of a provider's list down; following it brings the rest. Throws AppError CONFLICT when it is here already. */
export function importProviderJob(
  found: TrainerJob,
  trainer: TrainerSettings,
  ports: FineTuningPorts,
  journal: FineTuneJournal,
): KeptFineTune {
  const here = ports.store.fineTunes.list().find(({ job }) => job.providerJobId === found.providerJobId)
  if (here) {
    throw new AppError('CONFLICT', `${found.providerJobId} is in this workspace already, as ${here.job.name}.`, {
      fineTuneJobId: here.job.fineTuneJobId,
    })
  }
  const job = newFineTune(ports, {
    origin: 'imported',
    name: found.tunedModel ?? found.providerJobId,
    trainer,
    baseModel: found.baseModel,
    providerJobId: found.providerJobId,
    ...(found.tag === null ? {} : { tag: found.tag }),
    ...(found.createdAt === null ? {} : { sentAt: found.createdAt }),
    // An end is stored only with everything that the job left.
    status: hasEnded(found.status) ? 'running' : found.status,
    folder: found.folder,
  })
  ports.store.transaction(() => {
    ports.store.fineTunes.add(job, null)
    journal.say(job.fineTuneJobId, `Imported: ${found.providerJobId}.`)
  })
  return job
}

/** A job of which there are only files. Throws AppError NOTHING_ACCEPTED when none of them holds a curve. */
export async function importFineTuneFiles(
  given: {
    name: string
    baseModel: string
    tunedModel: string | null
    files: readonly { fileName: string; text: string }[]
  },
  ports: FineTuningPorts,
  journal: FineTuneJournal,
): Promise<KeptFineTune> {
  const files: ResultFile[] = given.files.map(({ fileName, text }) => ({
    name: fileName.split(/[\\/]/).at(-1) || 'file',
    text,
  }))
  const points = joinFilePoints(files.map((file) => ports.readCurve(file)))
  if (points.length === 0) {
    throw new AppError(
      'NOTHING_ACCEPTED',
      'None of the files holds a training curve. Nothing was imported; give a result CSV (plain or base64), a trainer_state.json, or a log with lines such as {"loss": 1.2}.',
      { files: files.map(({ name }) => name) },
    )
  }
  const kept: [string, string][] = []
  for (const { name, text } of files) kept.push([name, await ports.vault.put(new TextEncoder().encode(text))])
  const { name, baseModel, tunedModel } = given
  const job = newFineTune(ports, {
    origin: 'imported',
    name,
    trainer: null,
    baseModel,
    tunedModel,
    status: 'succeeded',
  })
  const { store } = ports
  store.transaction(() => {
    store.fineTunes.add(job, null)
    store.fineTunes.setPoints(job.fineTuneJobId, points)
    for (const [fileName, sha256] of kept) store.fineTunes.setResultFile(job.fineTuneJobId, fileName, sha256)
    journal.say(
      job.fineTuneJobId,
      `Imported ${points.length} points from ${files.map((file) => file.name).join(', ')}.`,
    )
  })
  return job
}
