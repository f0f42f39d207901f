import { oc } from '@orpc/contract'
import { z } from 'zod'
import { RunId } from '../domain/ids.ts'
import { Rating, RatingAgreement, RatingProgress, RatingScore } from '../domain/rating.ts'

const Runs = z.object({ runIds: z.array(RunId).min(1).max(8) })
/** The seed decides the order, which mixes the runs: the same seed gives the same order and tokens. */
const Order = Runs.extend({ seed: z.int().nonnegative() })
const Place = z.object({ runId: RunId, queryId: z.string().min(1), repetition: z.int().nonnegative() })
const token = z.string().min(1).max(100)

/** People rate answers without knowing where they are from; then every judge is measured against them. */
export const ratingsContract = {
  /** The first unrated answer from `from` on (after it with `skip`), then from the beginning. */
  next: oc.input(Order.extend({ from: token.optional(), skip: z.boolean().default(false) })).output(RatingProgress),
  /** A later rating replaces an earlier one. */
  rate: oc
    .input(Order.extend({ token, score: RatingScore, note: z.string().max(2000).default('') }))
    .output(z.object({ rated: z.boolean() })),
  /** Takes a rating back. */
  undo: oc.input(Order.extend({ token })).output(z.object({ undone: z.boolean() })),
  /** A person finds an answer right that the latest judge calls wrong. Gives the rating that it had before. */
  overrule: oc.input(Place).output(z.object({ before: Rating.nullable() })),
  /** Rates one known answer; null takes its rating back. */
  setRating: oc
    .input(Place.extend({ rating: Rating.pick({ score: true, note: true }).nullable() }))
    .output(z.object({ rated: z.boolean() })),
  agreement: oc.input(z.object({ runId: RunId, measure: z.string().min(1) })).output(RatingAgreement),
  /** That of every measure by which a model judged the runs. */
  agreements: oc.input(Runs).output(z.array(RatingAgreement)),
}
