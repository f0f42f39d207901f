import { z } from 'zod'
import { EvalSetId, RunId, TrainingSetId, TrainingVersionId } from './ids.ts'

/**
 * A message of a training example in OpenAI's chat format. Everything that stands beside `role` and `content` (tool calls,
 * `tool_call_id`, `name`, `weight`) passes through untouched.
 */
export const ChatMessage = z.looseObject({
  role: z.string(),
  /** Text, a list of content parts, or nothing (an assistant's message that only calls tools). */
  content: z.union([z.string(), z.array(z.unknown()), z.null()]).optional(),
})
export type ChatMessage = z.infer<typeof ChatMessage>

/** One row of a training set. */
export const ChatExample = z.object({
  /** By content, so that a row keeps it through imports and edits; the nth copy of a row ends in `#n`. */
  exampleId: z.string().min(1),
  messages: z.array(ChatMessage),
  /** What the record holds beside its messages, e.g. `tools`: written back as it was read. */
  extra: z.record(z.string(), z.unknown()),
  /** The key that keeps belonging rows in one split; null where there is none. */
  group: z.string().nullable(),
})
export type ChatExample = z.infer<typeof ChatExample>

export const TrainingSplit = z.enum(['train', 'validation', 'test'])
export type TrainingSplit = z.infer<typeof TrainingSplit>

/** What rows are kept together by when a split is frozen. */
export const SplitGrouping = z.enum(['input', 'group'])
export type SplitGrouping = z.infer<typeof SplitGrouping>

/** How a split was frozen; null seed and shares are of files that brought their own split. */
export const FrozenSplit = z.object({
  seed: z.int(),
  /** Shares of train, validation and test, 0–1, together 1. */
  shares: z.object({
    train: z.number().min(0).max(1),
    validation: z.number().min(0).max(1),
    test: z.number().min(0).max(1),
  }),
  /** By the normalised input, or by the group column with the input where a row has no group. */
  groupBy: SplitGrouping,
  /** Rows that came with a split keep it; the seed decides of the others. */
  keepsGiven: z.boolean(),
})
export type FrozenSplit = z.infer<typeof FrozenSplit>

/** Rows per split; `unassigned` is 0 once the split is frozen. */
export const SplitCounts = z.object({
  train: z.int().nonnegative(),
  validation: z.int().nonnegative(),
  test: z.int().nonnegative(),
  unassigned: z.int().nonnegative(),
})
export type SplitCounts = z.infer<typeof SplitCounts>

/** Where a version comes from and what was done to the one before it. */
export const TrainingOrigin = z.discriminatedUnion('kind', [
  /** Files of an import, and what they were read as. */
  z.object({ kind: z.literal('import'), files: z.array(z.object({ path: z.string(), shape: z.string() })) }),
  /** Examples of an eval set with their gold answers. */
  z.object({
    kind: z.literal('eval-set'),
    evalSetId: EvalSetId,
    name: z.string(),
    splits: z.array(z.string()),
    systemPrompt: z.string().nullable(),
    runId: RunId.nullable(),
  }),
  /** Answers that people rated at least `minimumScore`. */
  z.object({
    kind: z.literal('ratings'),
    runIds: z.array(RunId),
    minimumScore: z.number(),
    systemPrompt: z.string().nullable(),
  }),
  /** An edit or a fix of the version before it. `finding` names the finding that a fix came from. */
  z.object({ kind: z.literal('edit'), finding: z.string().nullable() }),
  /** The split was frozen. */
  z.object({ kind: z.literal('split') }),
])
export type TrainingOrigin = z.infer<typeof TrainingOrigin>

/** A state of a training set; never changed once it is stored. */
export const TrainingVersion = z.object({
  versionId: TrainingVersionId,
  trainingSetId: TrainingSetId,
  /** Of the training set. */
  name: z.string(),
  /** 1 for the first version of the set. */
  number: z.int().positive(),
  createdAt: z.iso.datetime(),
  examples: z.int().nonnegative(),
  counts: SplitCounts,
  /** Null until the split is frozen. */
  split: FrozenSplit.nullable(),
  /** The version that it was made of; null for the first. */
  parentId: TrainingVersionId.nullable(),
  origin: TrainingOrigin,
  /** What was done, in a sentence. */
  change: z.string(),
  /** The eval set whose splits are this version's: what baselines and tuned models are measured on. */
  evalSetId: EvalSetId.nullable(),
})
export type TrainingVersion = z.infer<typeof TrainingVersion>

/** What a training set is built from, beside files. Never from a test split: what is measured there must not be learnt. */
export const TrainingSource = z.discriminatedUnion('kind', [
  /** Questions of an eval set's splits with their first gold answer. */
  z.object({ kind: z.literal('eval-set'), evalSetId: EvalSetId, splits: z.array(z.string().min(1)).min(1).max(100) }),
  /** Answers that people rated at least so, 0–1. */
  z.object({
    kind: z.literal('ratings'),
    runIds: z.array(RunId).min(1).max(200),
    minimumScore: z.number().min(0).max(1),
  }),
])
export type TrainingSource = z.infer<typeof TrainingSource>

export const TrainingSet = z.object({
  trainingSetId: TrainingSetId,
  name: z.string().min(1),
  createdAt: z.iso.datetime(),
  /** The version that is edited, checked and trained on unless another is named. */
  current: TrainingVersion,
})
export type TrainingSet = z.infer<typeof TrainingSet>
