import type { FineTuneAction, FineTuneJob, FineTuneStatus } from '../../../shared/domain/fine-tune-job.ts'
import { isLocalTrainer } from '../../../shared/domain/trainer.ts'
import type { FineTuneRecord, FineTuneStore, KeptFineTune } from '../../ports/fine-tune-store.ts'
import { shutdownDate } from './shutdown-date.ts'

const ended: ReadonlySet<FineTuneStatus> = new Set(['succeeded', 'failed', 'cancelled'])
const asked: ReadonlySet<FineTuneStatus> = new Set(['sending', 'validating', 'queued', 'running', 'paused'])

export function hasEnded(status: FineTuneStatus): boolean {
  return ended.has(status)
}

/** Whether the trainer is asked about it by itself. */
export function isFollowed(status: FineTuneStatus): boolean {
  return asked.has(status)
}

/** A job with what follows from its state. */
export function fineTuneView({ job }: FineTuneRecord, store: Pick<FineTuneStore, 'resultFiles'>): FineTuneJob {
  return {
    ...job,
    // Jobs of earlier versions hold none.
    noBaselineReason: job.noBaselineReason ?? null,
    actions: actionsOf(job),
    notice: noticeOf(job),
    shutdownDate: shutdownDate(job.trainer, job.baseModel),
    resultFiles: [...store.resultFiles(job.fineTuneJobId).keys()],
  }
}

function actionsOf({ status, trainer, cancelRequestedAt }: KeptFineTune): FineTuneAction[] {
  if (trainer === null) return []
  const cancel: FineTuneAction[] = cancelRequestedAt === null ? ['cancel'] : []
  const canPause = trainer.kind === 'openai' || trainer.kind === 'azure'
  switch (status) {
    case 'prepared':
      return ['launch', ...cancel, 'refresh']
    case 'sending':
      return [...cancel, 'refresh']
    case 'unconfirmed':
      return ['searchAgain', 'sendAgain', 'giveUp']
    case 'refused':
      return ['sendAgain']
    case 'validating':
    case 'queued':
    case 'running':
      return [...cancel, ...(canPause && cancelRequestedAt === null ? (['pause'] as const) : []), 'refresh']
    case 'paused':
      return ['resume', ...cancel, 'refresh']
    default:
      return []
  }
}

function noticeOf(job: KeptFineTune): string | null {
  const { status, tag, notReachedSince, cancelRequestedAt, trainer } = job
  const where = trainer === null || isLocalTrainer(trainer) ? 'its folder' : trainer.baseUrl
  if (status === 'unconfirmed') {
    return `The job was sent, no answer came, and ${where} lists no job with the tag ${tag}. Look there for a job on this base model made at ${job.sentAt ?? job.createdAt}. If there is one, search again; only if there is none, send it again: it would be paid for twice.`
  }
  if (notReachedSince !== null) {
    return `${where} is not reached since ${notReachedSince}; this is its last known state. It is tried again.`
  }
  if (cancelRequestedAt !== null && isFollowed(status)) {
    return 'The cancellation was asked for. It holds when the provider says so; until then it may still be charged.'
  }
  if (cancelRequestedAt !== null && (status === 'succeeded' || status === 'failed')) {
    return 'It ended before the cancellation reached it.'
  }
  if (status === 'prepared')
    return 'The folder is written. Nothing was run here: start it, or take the folder to a machine with a GPU.'
  if (status === 'sending' && job.sentAt !== null) return 'It is looked for at the provider by its tag.'
  return null
}
