import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { JobId } from '../domain/ids.ts'
import { JobEvent, JobSnapshot } from '../domain/job.ts'

const JobReference = z.object({ jobId: JobId })

export const jobsContract = {
  list: oc.output(z.array(JobSnapshot)),
  /** Jobs that stopped before their end and can go on, oldest first. */
  resumable: oc.output(z.array(JobSnapshot)),
  resume: oc.input(JobReference).output(JobSnapshot),
  cancel: oc.input(JobReference).output(JobSnapshot),
  /** Numbered events after `afterSeq`, until the job ends; without it, first one with the present state. */
  watch: oc.input(JobReference.extend({ afterSeq: z.int().nonnegative().optional() })).output(eventIterator(JobEvent)),
}
