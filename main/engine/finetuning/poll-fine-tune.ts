import type { FineTuneCheckpoint } from '../../../shared/domain/fine-tune-job.ts'
import type { TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { TrainingPoint } from '../../../shared/domain/training-curve.ts'
import type { KeptFineTune } from '../../ports/fine-tune-store.ts'
import { type ResultFile, type Trainer, TrainerFailure, type TrainerJob } from '../../ports/trainer.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import { hasEnded } from './fine-tune-view.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { joinFilePoints, mergePoints } from './merge-points.ts'

/**
 * Asks the provider about a job once, and stores all of the answer together: state, events, curve, checkpoints, and with
 * the end its files and its cost. Throws when a part of it is not reached: then nothing is stored.
 * @returns whether anything changed.
 */
export async function pollFineTune(
  job: KeptFineTune & { readonly trainer: TrainerSettings; readonly providerJobId: string },
  ports: FineTuningPorts,
  journal: FineTuneJournal,
  signal: AbortSignal,
): Promise<boolean> {
  const trainer = ports.trainers.open(job.trainer)
  const { providerJobId } = job
  let told = await trainer.get(providerJobId, signal)
  if (job.cancelRequestedAt !== null && !hasEnded(told.status))
    told = await cancelAgain(told, trainer, journal, job, signal)
  const events = await trainer.events(providerJobId, signal)
  // Before the curve, which then holds their steps.
  const checkpoints = await trainer.checkpoints(providerJobId, signal)
  const source = await trainer.curve(providerJobId, signal)
  const isOver = hasEnded(told.status)
  const resultFiles = isOver ? await readResults(told, trainer, journal, job, signal) : []
  const curveFiles = resultFiles.length > 0 ? resultFiles : source.files
  const points = mergePoints(
    ports.store.fineTunes.points(job.fineTuneJobId),
    source.points,
    joinFilePoints(curveFiles.map((file) => ports.readCurve(file))),
  )
  const kept = await keepFiles(resultFiles, ports)
  return store({ told, events, points, kept, checkpoints }, job, ports, journal)
}

interface Told {
  readonly told: TrainerJob
  readonly events: Awaited<ReturnType<Trainer['events']>>
  readonly points: readonly TrainingPoint[]
  readonly checkpoints: readonly FineTuneCheckpoint[]
  /** Name and SHA-256 in the vault. */
  readonly kept: readonly (readonly [name: string, sha256: string])[]
}

function store(
  { told, events, points, checkpoints, kept }: Told,
  before: KeptFineTune,
  { store }: FineTuningPorts,
  journal: FineTuneJournal,
): boolean {
  const { fineTuneJobId } = before
  return store.transaction(() => {
    // It may have been changed by the user while the provider was asked.
    const job = journal.get(fineTuneJobId)?.job
    if (!job || hasEnded(job.status)) return false
    const status = statusAfter(job, told, points, store.fineTunes.points(fineTuneJobId))
    const newEvents = store.fineTunes.addEvents(
      fineTuneJobId,
      events.map((event) => ({ ...event, source: 'provider' as const })),
    )
    const hasNewPoints = store.fineTunes.setPoints(fineTuneJobId, points)
    for (const [name, sha256] of kept) store.fineTunes.setResultFile(fineTuneJobId, name, sha256)
    const isOver = hasEnded(status)
    const withFigures = checkpoints.map((checkpoint) => withFiguresOf(checkpoint, points))
    const change: Partial<KeptFineTune> = {
      status,
      tunedModel: told.tunedModel ?? job.tunedModel,
      trainedTokens: told.trainedTokens ?? job.trainedTokens,
      baseModel: job.baseModel || told.baseModel,
      estimatedFinishAt: isOver ? null : told.estimatedFinishAt,
      finishedAt: isOver ? (told.finishedAt ?? journal.now()) : null,
      folder: told.folder ?? job.folder,
      checkpoints: withFigures,
      error: told.error && { ...told.error, advice: [] },
      reachedAt: journal.now(),
      notReachedSince: null,
      ...(isOver ? { costUsd: journal.settle(fineTuneJobId, told, points.length > 0) } : {}),
    }
    const isChanged =
      newEvents > 0 ||
      hasNewPoints ||
      status !== job.status ||
      job.notReachedSince !== null ||
      withFigures.length !== job.checkpoints.length ||
      told.estimatedFinishAt !== job.estimatedFinishAt
    if (job.notReachedSince !== null) journal.say(fineTuneJobId, 'The provider is reached again.')
    const ending = isOver ? `It ${status === 'cancelled' ? 'is cancelled' : status}.` : undefined
    if (isChanged) journal.change(fineTuneJobId, change, ending, status === 'failed' ? 'error' : 'info')
    else store.fineTunes.update(fineTuneJobId, change)
    return isChanged
  })
}

/** A paused job keeps that name while nothing moves, because providers go on calling it queued or running. */
function statusAfter(
  job: KeptFineTune,
  told: TrainerJob,
  points: readonly TrainingPoint[],
  before: readonly TrainingPoint[],
): KeptFineTune['status'] {
  const stands = job.status === 'paused' && ['validating', 'queued', 'running'].includes(told.status)
  const moves = (points.at(-1)?.step ?? -1) > (before.at(-1)?.step ?? -1)
  return stands && !moves ? 'paused' : told.status
}

/** Asked until it holds: a request may be lost, and a local program may need to be killed. */
async function cancelAgain(
  told: TrainerJob,
  trainer: Trainer,
  journal: FineTuneJournal,
  { fineTuneJobId }: KeptFineTune,
  signal: AbortSignal,
): Promise<TrainerJob> {
  try {
    return await trainer.cancel(told.providerJobId, signal)
  } catch (error) {
    if (!isRefusal(error)) throw error
    journal.change(
      fineTuneJobId,
      { cancelRequestedAt: null },
      `The cancellation was refused: ${wordsOf(error)}`,
      'warn',
    )
    return trainer.get(told.providerJobId, signal)
  }
}

/** What a provider refuses to give is missing, and said; everything else is stored all the same. */
async function readResults(
  told: TrainerJob,
  trainer: Trainer,
  journal: FineTuneJournal,
  { fineTuneJobId }: KeptFineTune,
  signal: AbortSignal,
): Promise<ResultFile[]> {
  try {
    return await trainer.resultFiles(told, signal)
  } catch (error) {
    if (!isRefusal(error)) throw error
    journal.say(fineTuneJobId, `The result files could not be fetched: ${wordsOf(error)}`, 'warn')
    return []
  }
}

async function keepFiles(
  files: readonly ResultFile[],
  { vault }: FineTuningPorts,
): Promise<(readonly [name: string, sha256: string])[]> {
  const kept: (readonly [string, string])[] = []
  for (const { name, text } of files) kept.push([name, await vault.put(new TextEncoder().encode(text))])
  return kept
}

function withFiguresOf(checkpoint: FineTuneCheckpoint, points: readonly TrainingPoint[]): FineTuneCheckpoint {
  const point = points.find(({ step }) => step === checkpoint.step)
  return {
    ...checkpoint,
    trainLoss: checkpoint.trainLoss ?? point?.trainLoss ?? null,
    trainAccuracy: checkpoint.trainAccuracy ?? point?.trainAccuracy ?? null,
    validLoss: checkpoint.validLoss ?? point?.validLoss ?? null,
    validAccuracy: checkpoint.validAccuracy ?? point?.validAccuracy ?? null,
  }
}

function isRefusal(error: unknown): error is TrainerFailure {
  return error instanceof TrainerFailure && error.status !== null && error.status >= 400 && error.status < 500
    ? error.status !== 408 && error.status !== 409 && error.status !== 429
    : false
}

function wordsOf({ words, message }: TrainerFailure): string {
  return words || message
}
