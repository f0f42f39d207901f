import { oc } from '@orpc/contract'
import { z } from 'zod'
import { Page } from '../domain/dataset-browse.ts'
import { ImportedFile, ImportRequest, Rejection } from '../domain/dataset-import.ts'
import { EvalSet } from '../domain/eval-set.ts'
import { TrainingVersionId } from '../domain/ids.ts'
import { ModelName } from '../domain/model-name.ts'
import { PreflightReport, PreflightSettings } from '../domain/preflight.ts'
import { TrainingBaseline } from '../domain/training-baseline.ts'
import {
  ChatExample,
  ChatMessage,
  FrozenSplit,
  TrainingSet,
  TrainingSource,
  TrainingSplit,
  TrainingVersion,
} from '../domain/training-set.ts'

const VersionReference = z.object({ versionId: TrainingVersionId })

/** Training sets: their rows and versions, the frozen split, and the check before money is spent. */
export const trainingSetsContract = {
  list: oc.output(z.array(TrainingSet)),
  /** @param reference a set's id or name. The oldest version first. */
  get: oc
    .input(z.object({ reference: z.string().min(1) }))
    .output(z.object({ set: TrainingSet, versions: z.array(TrainingVersion) })),
  examples: oc
    .input(
      VersionReference.extend({
        ...Page.shape,
        split: z.union([TrainingSplit, z.literal('unassigned')]).optional(),
        search: z.string().optional(),
        exampleIds: z.array(z.string()).max(1000).optional(),
      }),
    )
    .output(
      z.object({
        total: z.int().nonnegative(),
        rows: z.array(
          z.object({
            position: z.int().nonnegative(),
            example: ChatExample.extend({
              split: TrainingSplit.nullable(),
              givenSplit: TrainingSplit.nullable(),
            }),
          }),
        ),
      }),
    ),
  /** Stored as a new version. Only a set's current version can be edited: else CONFLICT. */
  edit: oc
    .input(
      VersionReference.extend({
        /** New messages of a row; null takes the row away. */
        changes: z
          .array(z.object({ exampleId: z.string(), messages: z.array(ChatMessage).min(1).nullable() }))
          .max(10_000)
          .default([]),
        add: z.array(z.array(ChatMessage).min(1)).max(1000).default([]),
      }),
    )
    .output(TrainingVersion),
  /** A new set from what the workspace holds. CONFLICT when the name is taken, NOTHING_ACCEPTED when no row comes out. */
  build: oc
    .input(
      z.object({
        name: z.string().trim().min(1).max(200),
        source: TrainingSource,
        /** The same in every row; null for none. */
        systemPrompt: z.string().max(50_000).nullable().default(null),
      }),
    )
    .output(TrainingVersion),
  /** Makes a stored version the current one again: undo is the version's parent. */
  restore: oc.input(VersionReference).output(TrainingVersion),
  /** Freezes a split; stored as a new version. Rows that are added later join it without moving the others. */
  freeze: oc.input(VersionReference.extend({ split: FrozenSplit })).output(TrainingVersion),
  /** The eval set of a frozen split: what the un-tuned and the tuned model are measured on. Made once per version. */
  makeEvalSet: oc.input(VersionReference).output(z.object({ evalSet: EvalSet, systemPrompt: z.string().nullable() })),
  /** Whether the un-tuned model was measured on the test split. */
  baseline: oc.input(VersionReference.extend({ baseModel: ModelName })).output(TrainingBaseline),
  preflight: oc.input(VersionReference.extend({ settings: PreflightSettings.prefault({}) })).output(PreflightReport),
  /** The same of files, which are not stored. */
  preflightFiles: oc.input(z.object({ request: ImportRequest, settings: PreflightSettings.prefault({}) })).output(
    z.object({
      files: z.array(ImportedFile),
      rejections: z.array(Rejection),
      report: PreflightReport,
    }),
  ),
  /** Takes away the rows that a finding's fix names; recorded in the history as such. */
  fix: oc
    .input(
      VersionReference.extend({
        finding: z.string(),
        label: z.string(),
        removes: z.array(z.string()).min(1).max(100_000),
      }),
    )
    .output(TrainingVersion),
}
