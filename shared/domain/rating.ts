import { z } from 'zod'
import { RunId } from './ids.ts'

/** The grades that a person can give, worst first. */
export const ratingScores = [0, 0.25, 0.5, 0.75, 1] as const

export const RatingScore = z.literal(ratingScores)
export type RatingScore = z.infer<typeof RatingScore>

/** What a person says of one answer. */
export const Rating = z.object({
  queryId: z.string(),
  /** From 0. */
  repetition: z.int().nonnegative(),
  score: RatingScore,
  note: z.string().max(2000),
  ratedAt: z.iso.datetime(),
})
export type Rating = z.infer<typeof Rating>

/** An answer as a person rates it: without anything that says which run, model or judge it belongs to. */
export const BlindAnswer = z.object({
  /** Names the answer in the order that it was offered in, and says nothing of where it is from. */
  token: z.string(),
  question: z.string(),
  /** Empty when no reference answer is known. */
  references: z.array(z.string()),
  answer: z.string(),
  /** The sources that it cites; each at most 4,000 characters. */
  sources: z.array(z.object({ number: z.int().positive(), title: z.string(), text: z.string() })),
})
export type BlindAnswer = z.infer<typeof BlindAnswer>

export const RatingProgress = z.object({
  rated: z.int().nonnegative(),
  /** Answers that can be rated; those that failed cannot. */
  total: z.int().nonnegative(),
  /** Null when every answer is rated. */
  next: BlindAnswer.nullable(),
})
export type RatingProgress = z.infer<typeof RatingProgress>

const Statistic = z.object({
  /** −1–1; null with fewer than 5 answers, or without variation. */
  value: z.number().min(-1).max(1).nullable(),
  /** What the value means, or why there is none. */
  words: z.string(),
})

/** How far one measure of one run agrees with what people said of the same answers. */
export const RatingAgreement = z.object({
  runId: RunId,
  runName: z.string(),
  measure: z.string(),
  /** Answers with both a rating and a score. */
  n: z.int().nonnegative(),
  /** Quadratic-weighted kappa, the measure's scores put to the nearest grade. */
  kappa: Statistic,
  spearman: Statistic,
  kendallTauB: Statistic,
  /** At most 10, the largest first. */
  disagreements: z.array(
    z.object({
      queryId: z.string(),
      repetition: z.int().nonnegative(),
      /** At most 300 characters. */
      question: z.string(),
      rating: z.number(),
      score: z.number(),
      note: z.string(),
      reason: z.string(),
    }),
  ),
})
export type RatingAgreement = z.infer<typeof RatingAgreement>
