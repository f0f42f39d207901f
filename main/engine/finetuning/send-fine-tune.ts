import { AppError } from '../../../shared/domain/app-error.ts'
import type { FineTuneError } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { KeptFineTune } from '../../ports/fine-tune-store.ts'
import {
  type CreateFineTune,
  type Trainer,
  TrainerFailure,
  type TrainerJob,
  type TrainingFile,
} from '../../ports/trainer.ts'
import type { FineTuneJournal } from './fine-tune-journal.ts'
import type { FineTuningPorts } from './fine-tuning-ports.ts'
import { refusalAdvice } from './refusal-advice.ts'
import { trainingData } from './training-data.ts'

/**
 * Brings a job that is `sending` to the provider: uploads what is not there, sends the creation once, or looks for it when
 * it was sent before. Throws what passes (the provider is not reached, nothing was sent): call it again later.
 */
export async function sendFineTune(
  job: KeptFineTune & { readonly trainer: TrainerSettings },
  ports: FineTuningPorts,
  journal: FineTuneJournal,
  signal: AbortSignal,
): Promise<void> {
  const trainer = ports.trainers.open(job.trainer)
  try {
    if (job.sentAt !== null) {
      // Sent by a process that is gone: whether it arrived is asked, never tried.
      journal.adoptOrLeave(job.fineTuneJobId, await findSent(job, trainer, ports, signal))
      return
    }
    await send(job, trainer, ports, journal, signal)
  } catch (error) {
    signal.throwIfAborted()
    // Once it was sent, a search that fails says nothing of whether it arrived.
    if (journal.get(job.fineTuneJobId)?.job.sentAt !== null) throw error
    refuseOrThrow(error, job, journal)
  }
}

async function send(
  job: KeptFineTune & { readonly trainer: TrainerSettings },
  trainer: Trainer,
  ports: FineTuningPorts,
  journal: FineTuneJournal,
  signal: AbortSignal,
): Promise<void> {
  const { fineTuneJobId, trainingVersionId } = job
  if (trainingVersionId === null)
    throw new AppError('INVALID_INPUT', 'The job has no training data, so it cannot be sent.')
  const { training, validation } = trainingData(trainingVersionId, ports.store)
  const { tag, name, baseModel, hyperparameters } = job
  const request: CreateFineTune = {
    ...{ tag, name, baseModel, hyperparameters, training, validation },
    trainingFileId: await uploadOnce(training, trainer, ports, signal),
    validationFileId: validation && (await uploadOnce(validation, trainer, ports, signal)),
  }
  await bookByProvidersPrice(job, request, trainer, journal, signal)
  // From here to the answer the job may exist at the provider. The mark is stored first, and only while nobody cancelled.
  if (!journal.markSent(fineTuneJobId)) return
  let made: TrainerJob
  try {
    made = await trainer.create(request, signal)
  } catch (error) {
    if (error instanceof TrainerFailure && wasNeverSent(error)) {
      journal.unmarkSent(fineTuneJobId)
      throw error
    }
    if (!mayExist(error)) return refuseOrThrow(error, job, journal)
    signal.throwIfAborted()
    const sent = { ...job, sentAt: ports.clock.now().toISOString() }
    journal.adoptOrLeave(fineTuneJobId, await findSent(sent, trainer, ports, signal))
    return
  }
  journal.adopt(fineTuneJobId, made, 'Created')
  if (isLocalTrainer(job.trainer) && job.trainer.launch)
    await launchFineTune(fineTuneJobId, made.providerJobId, trainer, journal)
}

/** Starts the program of a local folder; where that fails the folder stays as it is. */
export async function launchFineTune(
  fineTuneJobId: FineTuneJobId,
  providerJobId: string,
  trainer: Trainer,
  journal: FineTuneJournal,
): Promise<void> {
  try {
    const { status } = await trainer.launch(providerJobId)
    journal.change(fineTuneJobId, { status: status === 'prepared' ? 'prepared' : 'running', error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { message, code } = error
    journal.change(
      fineTuneJobId,
      { status: 'prepared', error: { message, code, status: null, advice: [] } },
      message,
      'warn',
    )
  }
}

/** The same content is sent to an endpoint once, also when the process ended after an upload. */
async function uploadOnce(
  file: TrainingFile,
  trainer: Trainer,
  { store, clock }: FineTuningPorts,
  signal: AbortSignal,
): Promise<string | null> {
  if (!trainer.uploads) return null
  const kept = await trainer.findUpload(file, signal)
  const fileId = kept ?? (await trainer.upload(file, signal))
  store.fineTunes.addUploadedFile(trainer.endpoint, file.name, fileId, clock.now().toISOString())
  return fileId
}

/** Where only the provider knows the price: asked when the files are there, and booked before the job is sent. */
async function bookByProvidersPrice(
  job: KeptFineTune,
  request: CreateFineTune,
  trainer: Trainer,
  journal: FineTuneJournal,
  signal: AbortSignal,
): Promise<void> {
  const price = await trainer.estimate(request, signal)
  if (price?.isAllowed === false) {
    throw new AppError(
      'PROVIDER_REFUSED',
      'The provider says that this account may not start the job, most likely for want of credit. Nothing was sent.',
    )
  }
  if (journal.isBooked(job.fineTuneJobId)) return
  await journal.book(job, price?.costUsd ?? null, `${trainer.endpoint.split(':')[0]}'s own estimate`, signal)
}

function findSent(
  { tag, sentAt, createdAt, fineTuneJobId, trainingVersionId }: KeptFineTune,
  trainer: Trainer,
  { store }: FineTuningPorts,
  signal: AbortSignal,
): Promise<TrainerJob | null> {
  const isKept = trainingVersionId !== null && store.training.version(trainingVersionId) !== null
  const fileName = isKept ? trainingData(trainingVersionId, store).training.name : null
  const others = store.fineTunes.list().filter(({ job }) => job.fineTuneJobId !== fineTuneJobId)
  return trainer.findByTag(
    {
      tag,
      sentAt: sentAt ?? createdAt,
      trainingFileId: fileName === null ? null : store.fineTunes.uploadedFile(trainer.endpoint, fileName),
      knownJobIds: new Set(others.map(({ job }) => job.providerJobId ?? '')),
    },
    signal,
  )
}

/** Looks for a job that was sent without an answer. */
export async function searchFineTune(
  job: KeptFineTune & { readonly trainer: TrainerSettings },
  ports: FineTuningPorts,
  journal: FineTuneJournal,
  signal: AbortSignal,
): Promise<void> {
  journal.adoptOrLeave(job.fineTuneJobId, await findSent(job, ports.trainers.open(job.trainer), ports, signal))
}

/** The connection was not even made. */
function wasNeverSent({ status, mayBeCharged, kind }: TrainerFailure): boolean {
  return status === null && !mayBeCharged && kind === 'unavailable'
}

/** A gateway answers 5xx also when what is behind it has done the work. */
function mayExist(error: unknown): boolean {
  if (error instanceof AppError) return false
  if (!(error instanceof TrainerFailure)) return true
  const { status } = error
  return error.mayBeCharged || status === 408 || status === 409 || (status !== null && status >= 500)
}

function refuseOrThrow(
  error: unknown,
  { fineTuneJobId, trainer }: KeptFineTune & { readonly trainer: TrainerSettings },
  journal: FineTuneJournal,
): void {
  const refusal = refusalOf(error, trainer)
  if (refusal === null) throw error
  journal.refuse(fineTuneJobId, refusal)
}

/** @returns null for what passes by itself. */
function refusalOf(error: unknown, trainer: TrainerSettings): FineTuneError | null {
  if (error instanceof AppError) {
    return { message: error.message, code: error.code, status: null, advice: [] }
  }
  if (!(error instanceof TrainerFailure)) return null
  const passes =
    error.status === null
      ? error.kind !== 'refused'
      : error.status === 408 || error.status === 409 || error.status >= 500
  if (passes) return null
  const { message, words, code, status } = error
  return { message: words || message, code, status, advice: refusalAdvice(error, trainer) }
}
