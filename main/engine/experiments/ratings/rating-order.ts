import { createHash } from 'node:crypto'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { RateablePlace } from '../../../ports/rating-store.ts'

/** An answer in the order in which it is offered. */
export interface PlaceToRate extends RateablePlace {
  readonly runId: RunId
  readonly token: string
}

/**
 * Answers of all runs mixed, by the SHA-256 of seed and place: the same for the same seed, whatever the order of runs, and
 * an answer that comes later moves no other. The hash is the token, so that it tells nothing of the run.
 */
export function ratingOrder(places: ReadonlyMap<RunId, readonly RateablePlace[]>, seed: number): PlaceToRate[] {
  return [...places]
    .flatMap(([runId, ofRun]) =>
      ofRun.map((place) => ({ ...place, runId, token: tokenOf(seed, runId, place.queryId, place.repetition) })),
    )
    .sort((a, b) => (a.token < b.token ? -1 : a.token > b.token ? 1 : 0))
}

function tokenOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
