import { z } from 'zod'
import { TrainingSplit } from './training-set.ts'

/** What a preflight looks for. */
export const FindingKind = z.enum([
  'roles',
  'noSystem',
  'empty',
  'tooLong',
  'exactDuplicates',
  'nearDuplicates',
  'splitLeak',
  'evalSetLeak',
  'contradictions',
  'rareClasses',
  'classBalance',
  'fewRows',
  'personalData',
  'format',
])
export type FindingKind = z.infer<typeof FindingKind>

/** `blocks`: a trainer would refuse it, or the measurement would be worth nothing. */
export const Severity = z.enum(['blocks', 'warns', 'notes'])
export type Severity = z.infer<typeof Severity>

/** A row that a finding is about. */
export const FindingRow = z.object({
  exampleId: z.string(),
  /** From 0, in the version or file. */
  position: z.int().nonnegative(),
  split: TrainingSplit.nullable(),
  reason: z.string(),
  /** Rows with the same number belong together (copies of one another); null where each stands alone. */
  cluster: z.int().nonnegative().nullable(),
})
export type FindingRow = z.infer<typeof FindingRow>

/** What one click does about a finding: it takes rows away. */
export const FindingFix = z.object({ label: z.string(), removes: z.array(z.string()).min(1) })
export type FindingFix = z.infer<typeof FindingFix>

export const Finding = z.object({
  kind: FindingKind,
  severity: Severity,
  sentence: z.string(),
  rows: z.array(FindingRow),
  /** Null where no change is sound without a person's judgment. */
  fix: FindingFix.nullable(),
})
export type Finding = z.infer<typeof Finding>

/** As a limit: whatever its length, no row is too long. */
export const noTokenLimit = 10_000_000

export const PreflightSettings = z.object({
  /** Longest example in tokens (o200k_base) that the trainer takes; local trainers cut at 2,048 unless told otherwise. */
  maxTokens: z.int().min(64).max(noTokenLimit).default(2048),
})
export type PreflightSettings = z.infer<typeof PreflightSettings>

export const PreflightReport = z.object({
  rows: z.int().nonnegative(),
  /** Tokens of all rows of the train split, or of all rows where none is frozen. o200k_base: other tokenizers differ. */
  trainTokens: z.int().nonnegative(),
  maxTokens: z.int().positive(),
  /** The longest row's tokens. */
  longestTokens: z.int().nonnegative(),
  /** Those that block first. Empty: nothing was found. */
  findings: z.array(Finding),
})
export type PreflightReport = z.infer<typeof PreflightReport>
