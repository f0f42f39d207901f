import { z } from 'zod'
import { RunId } from './ids.ts'
import { LadderReport } from './ladder-report.ts'
import { Rung } from './rung.ts'

/** The five questions; null = not answered. Always the user's entries, never measured. */
export const DecisionAnswers = z.strictObject({
  /** What the model lacks. */
  missing: z.enum(['knowledge', 'behaviour', 'both']).nullable().default(null),
  /** How often the data changes. */
  changes: z.enum(['yearly', 'monthly', 'weekly']).nullable().default(null),
  /** Whether answers must name their source. */
  sources: z.enum(['no', 'nice', 'required']).nullable().default(null),
  latency: z.enum(['under1s', 'under3s', 'noLimit']).nullable().default(null),
  /** How much text there is to know: it fits a prompt, is more than that, or millions of documents. */
  volume: z.enum(['prompt', 'documents', 'millions']).nullable().default(null),
  /** Good examples of the behaviour wanted: a part of the question of data volume. */
  goodExamples: z.int().nonnegative().nullable().default(null),
})
export type DecisionAnswers = z.infer<typeof DecisionAnswers>

/**
 * `done`: evidence shows it; `missing`: evidence could, and there is none; `entry`: only a person can say; `stale`: shown
 * for documents, questions or a model that have changed since; `overridden`: the user says so, with a reason.
 */
export const ChecklistState = z.enum(['done', 'missing', 'entry', 'stale', 'overridden'])

export const ChecklistItem = z.object({
  id: z.string(),
  list: z.enum(['rag', 'finetune']),
  label: z.string(),
  state: ChecklistState,
  /** What shows it, what is missing, or the user's reason. */
  evidence: z.string(),
  runIds: z.array(RunId),
})
export type ChecklistItem = z.infer<typeof ChecklistItem>

/** What a record is exported as. */
export const DecisionFormat = z.enum(['md', 'json', 'html'])
export type DecisionFormat = z.infer<typeof DecisionFormat>

/** What the user enters. */
export const DecisionEntries = z.strictObject({
  answers: DecisionAnswers.prefault({}),
  /** Why an item counts as done, by its id. */
  overrides: z.record(z.string(), z.string().trim().min(1).max(2000)).default({}),
  notes: z.string().max(10_000).default(''),
})
export type DecisionEntries = z.infer<typeof DecisionEntries>

/** The name under which a workspace keeps entries that are in no version yet. */
export const unsavedEntriesName = 'decisionEntries'

/** What is recommended, by the answers and by the evidence, and what is checked. */
export const DecisionRecord = z.object({
  entries: DecisionEntries,
  /** By the rules of the framework; null until the first question is answered. */
  framework: z.object({ rung: Rung, reasons: z.array(z.string()) }).nullable(),
  /** By the gates; null without evidence. */
  evidence: z.object({ rung: Rung, headline: z.string() }).nullable(),
  /** Why the two disagree; null where they do not, or one of them is silent. */
  disagreement: z.string().nullable(),
  checklist: z.array(ChecklistItem),
  ladder: LadderReport.nullable(),
})
export type DecisionRecord = z.infer<typeof DecisionRecord>

/** The record as it would be now, held against the newest version. */
export const DecisionDraft = DecisionRecord.extend({
  /** Null while nothing is saved. */
  newest: z
    .object({
      number: z.int().positive(),
      savedAt: z.iso.datetime(),
      /** It was saved with the same entries. */
      hasSameEntries: z.boolean(),
      /** What has changed in the evidence since, one sentence each; with any, the version is stale. */
      changes: z.array(z.string()),
    })
    .nullable(),
})
export type DecisionDraft = z.infer<typeof DecisionDraft>

/** A saved record. Saving never replaces one. */
export const DecisionVersion = z.object({
  /** From 1. */
  number: z.int().positive(),
  savedAt: z.iso.datetime(),
  record: DecisionRecord,
})
export type DecisionVersion = z.infer<typeof DecisionVersion>
