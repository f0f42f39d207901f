import { z } from 'zod'
import { RunId } from './ids.ts'

/**
 * What questions are grouped by. `tag`: the eval set's own. `questionType`: what English words ask for. `difficulty`: the
 * mean score of the runs side by side. `length`: words of the question.
 */
export const SliceKind = z.enum(['tag', 'questionType', 'difficulty', 'length'])
export type SliceKind = z.infer<typeof SliceKind>

/** One group of questions. Of `tag` the name is the tag; the other kinds have fixed names. */
export const SliceRef = z.object({ kind: SliceKind, name: z.string().min(1).max(500) })
export type SliceRef = z.infer<typeof SliceRef>

/** A run on the questions of one slice that it and the baseline have scored. */
export const SliceCell = z.object({
  runId: RunId,
  /** Mean of the measure over `n` questions; null when n = 0. */
  value: z.number().nullable(),
  /** Mean of the paired differences run − baseline, with its 95 % BCa interval; null for the baseline itself. */
  difference: z.number().nullable(),
  ciLow: z.number().nullable(),
  ciHigh: z.number().nullable(),
  n: z.int().nonnegative(),
})
export type SliceCell = z.infer<typeof SliceCell>

export const Slice = SliceRef.extend({
  /** Questions of the slice that the baseline and every comparable run have scored. */
  shared: z.int().positive(),
  /** One for each comparable run, in the order asked for. */
  cells: z.array(SliceCell),
})
export type Slice = z.infer<typeof Slice>

/**
 * Intervals of slices are not corrected for their number: they say where to look, not what is proven. A question can
 * stand in several slices of tags, and in one of each other kind.
 */
export const ComparedSlices = z.object({
  metric: z.string(),
  shared: z.int().nonnegative(),
  slices: z.array(Slice),
  /** Tags that stand on too few or too many questions to be listed. */
  omittedTags: z.int().nonnegative(),
})
export type ComparedSlices = z.infer<typeof ComparedSlices>

/** Names of the fixed slices, in the order in which they are shown. */
export const fixedSlices: Readonly<Record<Exclude<SliceKind, 'tag'>, readonly string[]>> = {
  questionType: ['person', 'time', 'number', 'place', 'reason', 'phrase'],
  difficulty: ['hard', 'middle', 'easy'],
  length: ['short', 'medium', 'long'],
}

/** A question of at most this many words is short, of more than the second long. */
export const lengthBoundsWords = [7, 15] as const
/** A mean score below the first makes a question hard, above the second easy. */
export const difficultyBounds = [1 / 3, 2 / 3] as const
