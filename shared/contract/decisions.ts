import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { DecisionDraft, DecisionEntries, DecisionFormat, DecisionVersion } from '../domain/decision.ts'
import { LadderQuestion, LadderReport } from '../domain/ladder-report.ts'

/** Whether the next rung is worth it. */
export const decisionsContract = {
  /** Reads only, but for intervals, which are stored once they are known. Statistics run in a worker. */
  ladder: oc.input(LadderQuestion.default({})).output(LadderReport.nullable()),
  /** The record as it would be now: the entries given, else those last saved, with the evidence of today. Saves nothing. */
  draft: oc.input(z.strictObject({ entries: DecisionEntries.optional() }).default({})).output(DecisionDraft),
  /** Entries that are in no version yet; null where there are none. */
  unsaved: oc.output(DecisionEntries.nullable()),
  /** Keeps them until they are saved or given up (null). */
  keepUnsaved: oc.input(z.strictObject({ entries: DecisionEntries.nullable() })).output(DecisionEntries.nullable()),
  /** Saves a version; the ones before stay. */
  save: oc.input(z.strictObject({ entries: DecisionEntries })).output(DecisionVersion),
  /** Saves an earlier version's entries anew. */
  restore: oc.input(z.strictObject({ number: z.int().positive() })).output(DecisionVersion),
  versions: oc.output(z.array(DecisionVersion.pick({ number: true, savedAt: true }))),
  version: oc.input(z.strictObject({ number: z.int().positive() })).output(DecisionVersion),
  /** A record as a file, in pieces of text: a saved version by its number, else the one that `draft` gives for the entries. */
  export: oc
    .input(
      z.strictObject({
        format: DecisionFormat,
        number: z.int().positive().optional(),
        entries: DecisionEntries.optional(),
      }),
    )
    .output(eventIterator(z.string())),
  /** Keeps the question as the workspace's, and its volume in the serving settings. */
  keepLadder: oc.input(LadderQuestion).output(LadderQuestion),
}
