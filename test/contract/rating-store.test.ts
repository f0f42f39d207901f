import { expect, test } from 'vitest'
import type { Answer } from '../../shared/domain/answer.ts'
import type { Rating } from '../../shared/domain/rating.ts'
import { at, describeStores, runId } from './support/store-fixture.ts'

const answerOf = (changes: Partial<Answer> = {}): Answer => ({
  ...{ queryId: 'q1', repetition: 0, text: 'Paris', abstained: false, finishReason: 'stop', failure: null },
  ...{ passages: [], citations: [], brokenCitations: 0, usage: null, cached: false, costUsd: 0 },
  latencyMs: { assemble: 0, generate: 0 },
  ...changes,
})
const rating: Rating = { queryId: 'q1', repetition: 0, score: 0.75, note: 'nearly', ratedAt: at }

describeStores('ratings', (fixture) => {
  test('a later rating replaces an earlier one and can be removed', () => {
    fixture().addRun()
    const { ratings } = fixture().store
    ratings.set(runId, rating)
    const before = ratings.revision(runId)
    const later = { ...rating, score: 0.25, ratedAt: '2026-01-02T00:00:00.000Z' } as const
    ratings.set(runId, later)
    expect([...ratings.ratings(runId).values()]).toEqual([later])
    expect(ratings.ratingsOf(runId, 'q1')).toEqual([later])
    expect(ratings.revision(runId)).not.toBe(before)
    expect([ratings.remove(runId, 'q1', 0), ratings.remove(runId, 'q1', 0)]).toEqual([true, false])
    expect(ratings.ratings(runId).size).toBe(0)
  })

  test('answers that failed cannot be rated; the others say whether they are', () => {
    fixture().addRun()
    const { ratings, answers } = fixture().store
    answers.add(runId, answerOf())
    answers.add(runId, answerOf({ repetition: 1 }))
    answers.add(runId, answerOf({ queryId: 'q2', failure: { kind: 'refused', message: 'No.' } }))
    ratings.set(runId, rating)
    expect(ratings.places(runId)).toEqual([
      { queryId: 'q1', repetition: 0, rated: true },
      { queryId: 'q1', repetition: 1, rated: false },
    ])
  })

  test('go with their run when it is removed for good', () => {
    fixture().addRun()
    const { ratings, runs } = fixture().store
    ratings.set(runId, rating)
    runs.setDeleted([runId], at)
    expect(runs.purgeDeleted()).toBe(1)
    expect(ratings.ratings(runId).size).toBe(0)
  })

  test('the triage of one query changes alone', () => {
    fixture().addRun()
    const { answers } = fixture().store
    answers.setTriage(
      runId,
      new Map([
        ['q1', 'ignored'],
        ['q2', 'format'],
      ]),
    )
    answers.setTriageOf(runId, 'q1', 'judgeError')
    answers.setTriageOf(runId, 'q2', null)
    expect([...answers.triage(runId)]).toEqual([['q1', 'judgeError']])
  })
})
