import { AppError } from '../../../../shared/domain/app-error.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type {
  BlindAnswer,
  Rating,
  RatingAgreement,
  RatingProgress,
  RatingScore,
} from '../../../../shared/domain/rating.ts'
import { isRecipeRun, type Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { requireRun } from '../require-run.ts'
import { evaluatorsOfRun, judgeMeasureOf } from '../rescoring/evaluators-of-run.ts'
import { overruledQueries } from '../scoring/overruled-queries.ts'
import { triageColumns } from '../scoring/triage-columns.ts'
import { rightFrom, triageQuery } from '../scoring/triage-run.ts'
import { judgeAgreement } from './judge-agreement.ts'
import { judgeMeasures, ratedScores } from './rated-scores.ts'
import { type PlaceToRate, ratingOrder } from './rating-order.ts'

const sourceCharacters = 4000
const questionCharacters = 300
const shownDisagreements = 10

/** Whose answers are rated, and in which order. */
export interface RatingScope {
  readonly runIds: readonly RunId[]
  readonly seed: number
}

/** An answer, by name. */
export interface AnswerPlace {
  readonly runId: RunId
  readonly queryId: string
  readonly repetition: number
}

type Ports = Pick<ExperimentPorts, 'store' | 'clock'>

/** People rate answers blind; judges are measured against them. All of these throw AppError NOT_FOUND for a run that is gone. */
export class Ratings {
  readonly #ports: Ports

  constructor(ports: Ports) {
    this.#ports = ports
  }

  /** The first unrated answer from `from` on (after it with `skip`), then from the beginning. */
  next(scope: RatingScope, { from, skip }: { from?: string | undefined; skip: boolean }): RatingProgress {
    const order = this.#order(scope)
    const open = order.filter(({ rated }) => !rated)
    const isAhead = ({ token }: PlaceToRate) => from === undefined || (skip ? token > from : token >= from)
    const next = open.find(isAhead) ?? open[0]
    return { rated: order.length - open.length, total: order.length, next: next ? this.#blind(next) : null }
  }

  rate(scope: RatingScope, { token, score, note }: { token: string; score: RatingScore; note: string }): void {
    const { runId, queryId, repetition } = this.#place(scope, token)
    const { store, clock } = this.#ports
    const ratedAt = clock.now().toISOString()
    store.transaction(() => {
      store.ratings.set(runId, { queryId, repetition, score, note, ratedAt })
      this.#triageAgain(runId, queryId)
    })
  }

  /** @returns false when it was not rated. */
  undo(scope: RatingScope, token: string): boolean {
    const { runId, queryId, repetition } = this.#place(scope, token)
    const { store } = this.#ports
    return store.transaction(() => {
      const undone = store.ratings.remove(runId, queryId, repetition)
      if (undone) this.#triageAgain(runId, queryId)
      return undone
    })
  }

  /**
   * A person finds an answer right that the latest judge calls wrong: stored as the best rating.
   * Throws AppError NOT_FOUND when the answer is gone, CONFLICT when no judge calls it wrong.
   * @returns the rating that it had before, which `setRating` puts back.
   */
  overrule(place: AnswerPlace): Rating | null {
    const run = requireRun(place.runId, this.#ports)
    const { store } = this.#ports
    const measure = judgeMeasureOf(run, this.#ports)
    const verdict = store.answers
      .evaluationsOf(run.runId, place.queryId)
      .find((found) => found.measure === measure && found.repetition === place.repetition)
    if (verdict?.score == null || verdict.score >= rightFrom) {
      throw new AppError('CONFLICT', 'No judge calls this answer wrong, so there is nothing to overrule.')
    }
    const before = this.#ratingOf(place)
    this.setRating(place, { score: 1, note: before?.note ?? '' })
    return before
  }

  /** Rates one known answer, not blind; null takes its rating back. Throws AppError NOT_FOUND when the answer is gone. */
  setRating({ runId, queryId, repetition }: AnswerPlace, rating: Pick<Rating, 'score' | 'note'> | null): void {
    const { store, clock } = this.#ports
    const answers = store.answers.answersOf(requireRun(runId, this.#ports).runId, queryId)
    if (!answers.some((answer) => answer.repetition === repetition && answer.failure === null)) {
      throw new AppError('NOT_FOUND', 'This answer is no longer there. Nothing was rated.')
    }
    store.transaction(() => {
      if (rating === null) store.ratings.remove(runId, queryId, repetition)
      else store.ratings.set(runId, { queryId, repetition, ...rating, ratedAt: clock.now().toISOString() })
      this.#triageAgain(runId, queryId)
    })
  }

  #ratingOf({ runId, queryId, repetition }: AnswerPlace): Rating | null {
    return this.#ports.store.ratings.ratingsOf(runId, queryId).find((one) => one.repetition === repetition) ?? null
  }

  agreements(runIds: readonly RunId[]): RatingAgreement[] {
    return [...new Set(runIds)].flatMap((runId) =>
      judgeMeasures(requireRun(runId, this.#ports).runId, this.#ports).map((measure) => this.agreement(runId, measure)),
    )
  }

  agreement(runId: RunId, measure: string): RatingAgreement {
    const run = requireRun(runId, this.#ports)
    const pairs = (ratedScores(runId, this.#ports).get(measure) ?? []).map(({ rating, score, reason }) => ({
      ...rating,
      ...{ rating: rating.score, score, reason },
    }))
    const gap = (pair: (typeof pairs)[number]) => Math.abs(pair.rating - pair.score)
    return {
      runId,
      runName: run.name,
      measure,
      ...judgeAgreement(
        pairs.map(({ rating }) => rating),
        pairs.map(({ score }) => score),
      ),
      disagreements: pairs
        .filter((pair) => gap(pair) > 0)
        .sort((a, b) => gap(b) - gap(a))
        .slice(0, shownDisagreements)
        .map(({ queryId, repetition, rating, score, note, reason }) => ({
          ...{ queryId, repetition, rating, score, note, reason },
          question: this.#query(run, queryId)?.query.text.slice(0, questionCharacters) ?? '',
        })),
    }
  }

  #order({ runIds, seed }: RatingScope): PlaceToRate[] {
    const { ratings } = this.#ports.store
    return ratingOrder(
      new Map(runIds.map((runId) => [runId, ratings.places(requireRun(runId, this.#ports).runId)])),
      seed,
    )
  }

  #place(scope: RatingScope, token: string): PlaceToRate {
    const place = this.#order(scope).find((candidate) => candidate.token === token)
    if (place) return place
    throw new AppError('NOT_FOUND', 'This answer is no longer there. Nothing was rated; go on with the next one.')
  }

  #blind({ runId, queryId, repetition, token }: PlaceToRate): BlindAnswer {
    const { answers, datasets } = this.#ports.store
    const run = requireRun(runId, this.#ports)
    const query = this.#query(run, queryId)?.query
    const answer = answers.answersOf(runId, queryId).find((candidate) => candidate.repetition === repetition)!
    return {
      token,
      question: query?.text ?? '',
      references: query?.answers ?? [],
      answer: answer.text,
      sources: answer.citations.flatMap((number) => {
        const passage = answer.passages[number - 1]
        if (!passage) return []
        const { docId, title, start, end } = passage
        const text = datasets.document(run.provenance.corpusVersionId, docId)?.text ?? ''
        return [{ number, title: title || docId, text: text.slice(start, Math.min(end, start + sourceCharacters)) }]
      }),
    }
  }

  /** Of the one query: the rest of the run stays as it is. */
  #triageAgain(runId: RunId, queryId: string): void {
    const { store } = this.#ports
    const run = requireRun(runId, this.#ports)
    const found = this.#query(run, queryId)
    // An unfinished run is triaged as a whole once its scores are there.
    if (!isRecipeRun(run) || run.status !== 'finished' || !found) return
    const evaluators = evaluatorsOfRun(run, this.#ports)
    const { evalSetId, split } = run
    const triage = triageQuery(
      run,
      {
        query: { ...found.query, spans: store.examples.spansOf(evalSetId, queryId) },
        position: found.position,
        isOverruled: overruledQueries(run, evaluators, this.#ports, queryId).has(queryId),
      },
      { judgments: new Map([[queryId, store.examples.judgmentsOf(evalSetId, split, queryId)]]) },
      triageColumns(run, evaluators, this.#ports),
      this.#ports,
    )
    store.answers.setTriageOf(runId, queryId, triage)
  }

  #query({ evalSetId, split }: Run, queryId: string) {
    const { examples } = this.#ports.store
    const position = examples.positionOf(evalSetId, split, queryId)
    const query = position === null ? undefined : examples.queriesAt(evalSetId, split, [position])[0]
    return position === null || !query ? null : { position, query }
  }
}
