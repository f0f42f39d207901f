import type { RunId } from '../../shared/domain/ids.ts'
import type { Rating } from '../../shared/domain/rating.ts'

/** An answer that a person can rate: one that did not fail. */
export interface RateablePlace {
  readonly queryId: string
  readonly repetition: number
  readonly rated: boolean
}

/** What people said of answers, per run, example and repetition. */
export interface RatingStore {
  /** Replaces an earlier rating of the same answer. */
  set(runId: RunId, rating: Rating): void
  /** @returns false when there was none. */
  remove(runId: RunId, queryId: string, repetition: number): boolean
  /** By `queryId` + `\u0000` + repetition. */
  ratings(runId: RunId): Map<string, Rating>
  ratingsOf(runId: RunId, queryId: string): Rating[]
  /** Answers without failure, by query id and repetition. */
  places(runId: RunId): RateablePlace[]
  /** Differs after every change, so that what depends on ratings knows when it is old. */
  revision(runId: RunId): string
}
