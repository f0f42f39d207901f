import { z } from 'zod'
import { JobId } from '../../shared/domain/ids.ts'
import { JobSnapshot } from '../../shared/domain/job.ts'

/** What the main process tells the engine's process. The ports come beside the message. */
export const ToEngine = z.discriminatedUnion('kind', [
  /** First of all; with one port, over which the engine asks for secrets. */
  z.object({
    kind: z.literal('open'),
    folder: z.string().min(1),
    /** Jobs that ran when the engine before this one ended unasked. */
    resume: z.array(JobId),
  }),
  /** With one port that leads to a page. */
  z.object({ kind: z.literal('serve') }),
  /** Stop jobs where they can be resumed, close the workspace, end. */
  z.object({ kind: z.literal('stop') }),
])
export type ToEngine = z.infer<typeof ToEngine>

/** What the engine's process tells the main process. */
export const FromEngine = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), name: z.string(), resumed: z.int().nonnegative() }),
  /** The workspace could not be opened. */
  z.object({ kind: z.literal('refused'), sentence: z.string() }),
  z.object({ kind: z.literal('job'), snapshot: JobSnapshot }),
])
export type FromEngine = z.infer<typeof FromEngine>
