import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import type { AnsweredCall, CallUse, NewCall } from '../../main/ports/call-store.ts'
import type { NewRun } from '../../main/ports/run-store.ts'
import type { Store } from '../../main/ports/store.ts'
import type { Answer, Evaluation } from '../../shared/domain/answer.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, JobId, RunId } from '../../shared/domain/ids.ts'
import { LedgerEntry, LedgerLine } from '../../shared/domain/ledger.ts'
import { Recipe } from '../../shared/domain/recipe.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const at = '2026-01-01T00:00:00.000Z'
const later = '2026-01-01T00:00:05.000Z'
const jobId = 'job1' as JobId
const [runA, runB] = ['runA', 'runB'] as RunId[] as [RunId, RunId]

const adapters = [
  { name: 'SQLite file', open: (folder: string) => openSqliteStore(join(folder, 'workspace.db')) },
  { name: 'SQLite in memory', open: () => openSqliteStore(':memory:') },
]

const answerOf = (changes: Partial<Answer> = {}): Answer => ({
  queryId: 'q1',
  repetition: 0,
  text: 'Paris [1]',
  abstained: false,
  finishReason: 'stop',
  failure: null,
  passages: [{ chunk: 3, docId: 'd1', title: 'France', start: 0, end: 10, tokens: 4 }],
  citations: [1],
  brokenCitations: 0,
  usage: { inputTokens: 100, cachedInputTokens: 20, outputTokens: 5 },
  latencyMs: { assemble: 0.5, generate: 120 },
  cached: false,
  costUsd: 0.001,
  ...changes,
})

const failed = (kind: 'unavailable' | 'refused') => answerOf({ failure: { kind, message: 'The provider said no.' } })

const evaluationOf = (changes: Partial<Evaluation> = {}): Evaluation => ({
  measure: 'exactMatch',
  queryId: 'q1',
  repetition: 0,
  score: 1,
  reason: '',
  ...changes,
})

const placeOf = (changes: Partial<CallUse> = {}): CallUse => ({
  runId: runA,
  stage: 'generation',
  queryId: 'q1',
  repetition: 0,
  part: '',
  ...changes,
})

const callOf = (changes: Partial<NewCall> = {}): NewCall => ({
  requestHash: 'hash',
  lane: 'lane',
  model: 'model',
  use: placeOf(),
  jobId,
  reservedUsd: 0.5,
  sentAt: at,
  ...changes,
})

const replyOf = (changes: Partial<AnsweredCall> = {}): Omit<AnsweredCall, 'callNumber'> => ({
  reply: { text: 'Paris' },
  usage: { inputTokens: 100, cachedInputTokens: 20, outputTokens: 5 },
  costUsd: 0.125,
  latencyMs: 120,
  ...changes,
})

describe.each(adapters)('answers, calls and settings: $name', ({ open }) => {
  let folder: ReturnType<typeof temporaryFolder>
  let store: Store

  beforeEach(() => {
    folder = temporaryFolder()
    store = open(folder.path)
  })

  afterEach(() => {
    store.close()
    folder[Symbol.dispose]()
  })

  function addRuns() {
    const versionId = 'a'.repeat(64) as CorpusVersionId
    const evalSetId = 'eval1' as EvalSetId
    store.datasets.createCorpus('corpus' as CorpusId, 'manual', at)
    store.datasets.addVersion('corpus' as CorpusId, versionId, at, [], new Map())
    store.datasets.addEvalSet({
      evalSetId,
      name: 'manual',
      corpusId: 'corpus' as CorpusId,
      corpusVersionId: versionId,
      createdAt: at,
      contentHash: 'hash',
      queries: [{ queryId: 'q1', text: 'first?', answers: [], spans: [], tags: [] }],
      queryIdsBySplit: new Map([['test', ['q1']]]),
      judgmentsBySplit: new Map([['test', []]]),
      staleSpans: [],
    })
    store.jobs.add({ jobId, kind: 'sweep', title: 'a sweep', spec: {}, createdAt: at }, [])
    store.runs.addRuns(
      [runA, runB].map(
        (runId): NewRun => ({
          runId,
          name: runId,
          recipe: Recipe.parse({}),
          recipeHash: 'hash',
          evalSetId,
          split: 'test',
          sweepId: null,
          jobId,
          createdAt: at,
          provenance: {} as NewRun['provenance'],
          queries: 1,
        }),
      ),
    )
  }

  describe('answers', () => {
    beforeEach(addRuns)

    test('an answer comes back as it was, and is never replaced', () => {
      store.answers.add(runA, answerOf())
      store.answers.add(runA, answerOf({ text: 'Rome' }))
      expect(store.answers.answersOf(runA, 'q1')).toEqual([answerOf()])
      expect(store.answers.answersOf(runB, 'q1')).toEqual([])
    })

    test('a failure that can pass makes room for an answer, another failure does not', () => {
      store.answers.add(runA, failed('unavailable'))
      expect(store.answers.answered(runA)).toEqual(new Set())
      expect(store.answers.answeredExamples(runA)).toBe(0)
      store.answers.add(runA, failed('refused'))
      expect(store.answers.answered(runA)).toEqual(new Set(['q1\u00000']))
      store.answers.add(runA, answerOf())
      expect(store.answers.answersOf(runA, 'q1')).toEqual([failed('refused')])
      expect(store.answers.answeredExamples(runA)).toBe(1)
    })

    test('repetitions come in order and count as one example', () => {
      for (const repetition of [2, 0, 1]) store.answers.add(runA, answerOf({ repetition }))
      expect(store.answers.answersOf(runA, 'q1').map((answer) => answer.repetition)).toEqual([0, 1, 2])
      expect(store.answers.answeredExamples(runA)).toBe(1)
      expect(store.answers.answered(runA).size).toBe(3)
    })

    test('all answers of one run come once, also when another reader and a writer come between', () => {
      store.transaction(() => {
        for (let i = 0; i < 450; i++) store.answers.add(runA, answerOf({ queryId: i === 0 ? '' : `q${i}` }))
        store.answers.add(runB, answerOf())
      })
      const found = new Set<string>()
      for (const answer of store.answers.all(runA)) {
        if (found.size % 100 === 0) {
          expect([...store.answers.all(runB)]).toHaveLength(1)
          store.answers.addEvaluations(runA, [evaluationOf({ queryId: answer.queryId })])
        }
        expect(found.has(answer.queryId)).toBe(false)
        found.add(answer.queryId)
      }
      expect(found.size).toBe(450)
    })

    test('an evaluation is replaced by one of the same measure, example and repetition', () => {
      store.answers.addEvaluations(runA, [
        evaluationOf({ score: null, reason: 'no answer' }),
        evaluationOf({ measure: 'judge.quality#1' }),
        evaluationOf({ repetition: 1 }),
      ])
      store.answers.addEvaluations(runA, [evaluationOf({ score: 0.5 })])
      expect(store.answers.measures(runA)).toEqual(['exactMatch', 'judge.quality#1'])
      expect(store.answers.measures(runB)).toEqual([])
      expect([...store.answers.evaluations(runA, 'exactMatch')]).toEqual([
        evaluationOf({ score: 0.5 }),
        evaluationOf({ repetition: 1 }),
      ])
      expect(store.answers.evaluatedAnswers(runA, 'exactMatch')).toBe(2)
      expect(store.answers.evaluatedAnswers(runB, 'exactMatch')).toBe(0)
      expect(store.answers.evaluationsOf(runA, 'q1')).toHaveLength(3)
    })

    test('triage replaces what was there', () => {
      store.answers.setTriage(runA, new Map([['q1', 'ignored'] as const, ['q2', 'format'] as const]))
      store.answers.setTriage(runA, new Map([['q2', 'rankedLow'] as const]))
      expect(store.answers.triage(runA)).toEqual(new Map([['q2', 'rankedLow']]))
    })

    test('a removed run takes its answers along, and its calls stay', () => {
      for (const runId of [runA, runB]) {
        store.answers.add(runId, answerOf())
        store.answers.addEvaluations(runId, [evaluationOf()])
        store.answers.setTriage(runId, new Map([['q1', 'ignored'] as const]))
      }
      store.calls.confirm(store.calls.begin(callOf()), replyOf(), later)
      store.runs.setDeleted([runA], at)
      expect(store.runs.purgeDeleted()).toBe(1)
      expect(store.answers.answersOf(runA, 'q1')).toEqual([])
      expect(store.answers.evaluationsOf(runA, 'q1')).toEqual([])
      expect(store.answers.triage(runA).size).toBe(0)
      expect(store.answers.answersOf(runB, 'q1')).toHaveLength(1)
      expect(store.answers.triage(runB).size).toBe(1)
      expect(store.calls.spendingOfRun(runA).confirmedUsd).toBe(0.125)
      expect(store.calls.findAnswered('hash')).not.toBeNull()
    })
  })

  describe('calls', () => {
    test('a call is reserved while it is sent, and costs what its answer says', () => {
      const call = store.calls.begin(callOf())
      expect(store.calls.findAnswered('hash')).toBeNull()
      expect(store.calls.spendingOfRun(runA)).toEqual({ confirmedUsd: 0, unconfirmedUsd: 0, sendingUsd: 0.5 })
      store.calls.confirm(call, replyOf(), later)
      expect(store.calls.findAnswered('hash')).toMatchObject({ callNumber: call, ...replyOf() })
      expect(store.calls.spendingOfJob(jobId)).toEqual({ confirmedUsd: 0.125, unconfirmedUsd: 0, sendingUsd: 0 })
    })

    test('a call without an answer stays at its worst case, one that was not charged is free', () => {
      store.calls.leaveUnconfirmed(store.calls.begin(callOf()), later)
      store.calls.release(store.calls.begin(callOf({ reservedUsd: 0.25 })), later)
      expect(store.calls.spendingOfRun(runA)).toEqual({ confirmedUsd: 0, unconfirmedUsd: 0.5, sendingUsd: 0 })
      expect(store.calls.findAnswered('hash')).toBeNull()
      expect(store.calls.entries(runA, 0, 10).map(({ state, spentUsd }) => [state, spentUsd])).toEqual([
        ['unconfirmed', 0.5],
        ['free', 0],
      ])
    })

    test('a month holds what was sent from its first moment to before its last', () => {
      for (const sentAt of ['2025-12-31T23:59:59.999Z', at, '2026-02-01T00:00:00.000Z']) {
        store.calls.confirm(store.calls.begin(callOf({ sentAt })), replyOf(), '2026-03-01T00:00:00.000Z')
      }
      expect(store.calls.spendingBetween(at, '2026-02-01T00:00:00.000Z').confirmedUsd).toBe(0.125)
    })

    test('what a process that is gone left on its way becomes unconfirmed', () => {
      store.calls.begin(callOf())
      store.calls.confirm(store.calls.begin(callOf()), replyOf(), later)
      expect(store.calls.leaveAllSendingUnconfirmed(later)).toBe(1)
      expect(store.calls.leaveAllSendingUnconfirmed(later)).toBe(0)
      expect(store.calls.spendingOfRun(runA)).toEqual({ confirmedUsd: 0.125, unconfirmedUsd: 0.5, sendingUsd: 0 })
    })

    test('an answer from the cache costs a run nothing more, and is booked once', () => {
      const call = store.calls.begin(callOf())
      store.calls.confirm(call, replyOf(), later)
      store.calls.addCachedUse(placeOf(), call, later)
      for (let i = 0; i < 2; i++) store.calls.addCachedUse(placeOf({ runId: runB }), call, later)
      const expected = { stage: 'generation', model: 'model', unconfirmedCalls: 0, unconfirmedUsd: 0, calls: 1 }
      const usage = replyOf().usage
      expect(store.calls.ledger(runA)).toEqual([
        { ...expected, cachedCalls: 0, usage, costUsd: 0.125, spentUsd: 0.125 },
      ])
      expect(store.calls.ledger(runB)).toEqual([{ ...expected, cachedCalls: 1, usage, costUsd: 0.125, spentUsd: 0 }])
      expect(store.calls.spendingOfRun(runB).confirmedUsd).toBe(0)
      expect(store.calls.entries(runB, 0, 10)).toEqual([
        {
          at: later,
          runId: runB,
          stage: 'generation',
          queryId: 'q1',
          model: 'model',
          state: 'confirmed',
          usage,
          costUsd: 0.125,
          spentUsd: 0,
          cached: true,
        },
      ])
    })

    test('a ledger has a line for each model and stage, in the order of the pipeline, of valid lines and entries', () => {
      const book = (stage: CallUse['stage'], model: string, queryId: string) =>
        store.calls.begin(callOf({ model, use: placeOf({ stage, queryId }) }))
      store.calls.confirm(book('judge', 'a', 'q1'), replyOf(), later)
      store.calls.confirm(book('generation', 'b', 'q1'), replyOf(), later)
      store.calls.confirm(book('generation', 'a', 'q1'), replyOf(), later)
      store.calls.leaveUnconfirmed(book('generation', 'a', 'q2'), later)
      store.calls.release(book('generation', 'a', 'q3'), later)
      store.calls.confirm(book('embedding', 'e', ''), replyOf({ usage: null }), later)
      const lines = store.calls.ledger(runA)
      expect(lines.map(({ stage, model, calls }) => [stage, model, calls])).toEqual([
        ['embedding', 'e', 1],
        ['generation', 'a', 2],
        ['generation', 'b', 1],
        ['judge', 'a', 1],
      ])
      expect(lines[1]).toMatchObject({ unconfirmedCalls: 1, unconfirmedUsd: 0.5, spentUsd: 0.625, costUsd: 0.625 })
      for (const line of lines) expect(LedgerLine.parse(line)).toEqual(line)
      const entries = store.calls.entries(runA, 0, 100)
      for (const entry of entries) expect(LedgerEntry.parse(entry)).toEqual(entry)
      expect(entries.filter((entry) => entry.queryId === null)).toHaveLength(1)
      expect(store.calls.entries(runA, 2, 3)).toEqual(entries.slice(2, 5))
    })

    test('a cost that is not known makes its sum unknown, never 0', () => {
      store.calls.confirm(store.calls.begin(callOf({ reservedUsd: null })), replyOf({ costUsd: null }), later)
      store.calls.confirm(store.calls.begin(callOf({ use: placeOf({ queryId: 'q2' }) })), replyOf(), later)
      expect(store.calls.ledger(runA)[0]).toMatchObject({ costUsd: null, spentUsd: null, calls: 2 })
    })

    test('sums of run, job and time are those of the calls, whatever happened to them', () => {
      const step = fc.record({
        outcome: fc.constantFrom('sending', 'confirmed', 'unconfirmed', 'free'),
        reservedUsd: fc.integer({ min: 0, max: 1000 }),
        costUsd: fc.integer({ min: 0, max: 1000 }),
      })
      let round = 0
      fc.assert(
        fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
          round += 1
          const runId = `run ${round}` as RunId
          const job = `job ${round}` as JobId
          const sentAt = new Date(Date.UTC(2030, 0, round)).toISOString()
          const expected = { confirmedUsd: 0, unconfirmedUsd: 0, sendingUsd: 0 }
          for (const { outcome, reservedUsd, costUsd } of steps) {
            const call = store.calls.begin(callOf({ use: placeOf({ runId }), jobId: job, reservedUsd, sentAt }))
            if (outcome === 'confirmed') {
              store.calls.confirm(call, replyOf({ costUsd }), later)
              expected.confirmedUsd += costUsd
            } else if (outcome === 'unconfirmed') {
              store.calls.leaveUnconfirmed(call, later)
              expected.unconfirmedUsd += reservedUsd
            } else if (outcome === 'free') store.calls.release(call, later)
            else expected.sendingUsd += reservedUsd
          }
          expect(store.calls.spendingOfRun(runId)).toEqual(expected)
          expect(store.calls.spendingOfJob(job)).toEqual(expected)
          const tomorrow = new Date(Date.UTC(2030, 0, round + 1)).toISOString()
          expect(store.calls.spendingBetween(sentAt, tomorrow)).toEqual(expected)
        }),
        { numRuns: 50 },
      )
    })
  })

  test('settings: a value comes back as it was set last, and is undefined when removed', () => {
    expect(store.settings.get('budget')).toBeUndefined()
    store.settings.set('budget', { monthlyUsd: 5 })
    store.settings.set('budget', { monthlyUsd: null })
    expect(store.settings.get('budget')).toEqual({ monthlyUsd: null })
    store.settings.remove('budget')
    expect(store.settings.get('budget')).toBeUndefined()
  })
})
