import { oc } from '@orpc/contract'
import { z } from 'zod'
import { JobId, MonitorId, RunId } from '../domain/ids.ts'
import { Monitor, MonitorDraft, MonitorEdit, MonitorState } from '../domain/monitor.ts'

/** Deployed recipes that are replayed on a schedule while a host runs, or by `rungs monitor run`. */
export const monitorsContract = {
  list: oc.output(z.array(MonitorState)),
  add: oc.input(MonitorDraft).output(Monitor),
  edit: oc.input(MonitorEdit.extend({ monitorId: MonitorId })).output(Monitor),
  /** Its replays stay as runs. */
  remove: oc.input(z.object({ monitorId: MonitorId })).output(z.object({ removed: z.boolean() })),
  /** Replays now, whatever the schedule says. */
  replay: oc.input(z.object({ monitorId: MonitorId })).output(z.object({ jobId: JobId, runId: RunId })),
}
