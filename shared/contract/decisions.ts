import { oc } from '@orpc/contract'
import { LadderQuestion, LadderReport } from '../domain/ladder-report.ts'

/** Whether the next rung is worth it. */
export const decisionsContract = {
  /** Reads only, but for intervals, which are stored once they are known. Statistics run in a worker. */
  ladder: oc.input(LadderQuestion.default({})).output(LadderReport.nullable()),
  /** Keeps the question as the workspace's, and its volume in the serving settings. */
  keepLadder: oc.input(LadderQuestion).output(LadderQuestion),
}
