import type { FineTuneAction, FineTuneStatus } from '../../../shared/domain/fine-tune-job.ts'

export const statusWords: Readonly<Record<FineTuneStatus, string>> = {
  prepared: 'Prepared',
  sending: 'Sending',
  unconfirmed: 'Unconfirmed',
  refused: 'Refused',
  validating: 'Validating',
  queued: 'Queued',
  running: 'Training',
  paused: 'Paused',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
}

export const statusPills: Readonly<Record<FineTuneStatus, 'good' | 'warning' | 'plain'>> = {
  ...{ prepared: 'plain', sending: 'plain', validating: 'plain', queued: 'plain', running: 'plain', paused: 'plain' },
  ...{ unconfirmed: 'warning', refused: 'warning', failed: 'warning', succeeded: 'good', cancelled: 'plain' },
}

export const actionWords: Readonly<Record<FineTuneAction, string>> = {
  cancel: 'Cancel job',
  pause: 'Pause',
  resume: 'Resume',
  launch: 'Start the program',
  searchAgain: 'Search at the provider again',
  sendAgain: 'It is not there: send again',
  giveUp: 'It is not there: give up',
  refresh: 'Ask now',
}
