import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EnginePorts } from '../../../main/engine/engine.ts'
import { shortText } from '../../../main/engine/experiments/results/list-queries.ts'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { QueryListing } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'
import { jsonl } from '../../support/parse-files.ts'

const pages = {
  'hub.md': `# The hub\n\nThe hub stores readings and sends them once an hour.\n\n${'Filler about nothing in particular. '.repeat(40)}\n\nThe lamp on its front turns amber when the link is lost.`,
  'valve.md': '# The valve\n\nA valve that sticks is opened and closed ten times, then cleaned with warm water.',
  'radio.md': '# الراديو 📡\n\nThe radio reaches two hundred metres; walls and wet leaves shorten its range.',
}

/** Every kind of question: found, unanswerable, with gold in two places, in another script, without a known term. */
const questions = [
  {
    _id: 'q1',
    query: 'What helps when a valve sticks?',
    answers: ['Opening it ten times'],
    spans: [{ doc: 'valve.md', quote: 'opened and closed ten times' }],
    tags: ['easy'],
  },
  {
    _id: 'q2',
    query: 'How far does the radio reach? 📡 مدى',
    answers: ['200 m'],
    spans: [{ doc: 'radio.md', quote: 'two hundred metres' }],
    tags: ['radio'],
  },
  { _id: 'q3', query: 'How does one bake bread?', answers: [], tags: ['off topic'] },
  {
    _id: 'q4',
    query: 'amber lamp front hub readings',
    answers: [],
    spans: [
      { doc: 'hub.md', quote: 'sends them once an hour' },
      { doc: 'hub.md', quote: 'turns amber when the link is lost' },
      { doc: 'valve.md', quote: 'cleaned with warm water' },
    ],
  },
  { _id: 'q5', query: 'zzz qqq', answers: ['nobody knows'], spans: [{ doc: 'radio.md', quote: 'wet leaves' }] },
]

let memory: MemoryEngine
let ports: EnginePorts
let runs: Run[]

const listing = (changes: object = {}) => QueryListing.parse({ runId: runs[0]!.runId, ...changes })
const list = (changes: object = {}, page: object = {}) =>
  memory.engine.results.queries(listing(changes), { offset: 0, limit: 200, metrics: ['ndcg@10', 'mrr'], ...page })
const idsOf = (changes: object = {}) => list(changes).rows.map(({ queryId }) => queryId)

beforeAll(async () => {
  memory = await openFilledEngine('help', { ...pages, 'questions.jsonl': jsonl(questions) })
  ports = memory.ports
  const { engine } = memory
  engine.experiments.start({
    base: { chunking: { sizeTokens: 32, overlapTokens: 0 } },
    grid: { 'search.mode': ['fulltext', 'vector'] },
  })
  await engine.jobs.idle()
  runs = engine.experiments.listRuns()
})

afterAll(() => memory[Symbol.asyncDispose]())

describe('Results.queries', () => {
  test('gives every question once, whatever the size of the page', () => {
    expect(runs.map(({ status }) => status)).toEqual(['finished', 'finished'])
    const whole = list({ sortBy: 'ndcg@10' })
    expect(whole.total).toBe(questions.length)
    for (const limit of [1, 2, 3, 200]) {
      const found = []
      for (let offset = 0; offset < whole.total; offset += limit)
        found.push(...list({ sortBy: 'ndcg@10' }, { offset, limit }).rows)
      expect(found).toEqual(whole.rows)
    }
    expect(list({}, { offset: 99 }).rows).toEqual([])
  })

  test('a question without a score stands last in both directions, and says that it is not judged', () => {
    for (const descending of [false, true]) {
      const rows = list({ sortBy: 'ndcg@10', descending }).rows
      expect(rows.at(-1)).toMatchObject({ queryId: 'q3', scores: { 'ndcg@10': null }, judged: false })
      const scores = rows.slice(0, -1).map(({ scores: own }) => own['ndcg@10']!)
      expect(scores).toEqual(scores.toSorted((a, b) => (descending ? b - a : a - b)))
    }
  })

  test('scores are those that the run stores, and the first relevant rank is that of the scored ranking', () => {
    const { runId } = runs[0]!
    const ndcg = ports.store.runs.scores(runId, 'ndcg@10')!
    list().rows.forEach((row, position) => {
      const stored = ndcg[position]!
      expect(row.scores['ndcg@10']).toBe(Number.isNaN(stored) ? null : stored)
      const { goldDocuments } = memory.engine.results.query(runId, row.queryId, 200, [])
      const ranks = goldDocuments.flatMap(({ documentRank }) => documentRank ?? [])
      expect(row.firstRelevantRank).toBe(ranks.length > 0 ? Math.min(...ranks) : null)
    })
  })

  test('filters divide the questions, and their counts say how', () => {
    const { counts } = list()
    expect(counts.notRetrieved + counts.rankedLow + counts.found + counts.unjudged).toBe(counts.all)
    expect(idsOf({ filter: 'unjudged' })).toEqual(['q3'])
    // Full-text search knows neither word.
    expect(idsOf({ filter: 'notRetrieved' })).toEqual(['q5'])
    for (const filter of ['notRetrieved', 'rankedLow', 'found', 'unjudged'] as const) {
      expect(idsOf({ filter })).toHaveLength(counts[filter])
    }
  })

  test('the search takes all words, any case, in id, text, answers and tags', () => {
    expect(idsOf({ search: 'VALVE sticks' })).toEqual(['q1'])
    expect(idsOf({ search: 'nobody' })).toEqual(['q5'])
    expect(idsOf({ search: 'off topic' })).toEqual(['q3'])
    expect(idsOf({ search: 'q4' })).toEqual(['q4'])
    expect(idsOf({ search: '📡 مدى' })).toEqual(['q2'])
    expect(idsOf({ search: 'valve bread' })).toEqual([])
    expect(list({ search: 'valve' }).counts.all).toBe(questions.length)
  })

  test('a column that the run has no scores of is refused with a sentence', () => {
    expect(() => list({ sortBy: 'latencyMs.total.p50' })).toThrow(AppError)
    expect(() => list({ runId: 'nobody' })).toThrow(/no run "nobody"/)
  })

  test('texts are cut, never inside a character', () => {
    expect(shortText('a'.repeat(300))).toHaveLength(300)
    expect(shortText(`${'a'.repeat(298)}📡${'b'.repeat(10)}`)).toBe(`${'a'.repeat(298)}…`)
  })
})

describe('Results.neighbours', () => {
  test('walk the listing from its beginning to its end', () => {
    const order = idsOf({ sortBy: 'mrr', descending: true })
    order.forEach((queryId, index) => {
      expect(memory.engine.results.neighbours(listing({ sortBy: 'mrr', descending: true }), queryId)).toEqual({
        index,
        total: order.length,
        previous: order[index - 1] ?? null,
        next: order[index + 1] ?? null,
      })
    })
  })

  test('a question that the listing does not hold has none', () => {
    const found = memory.engine.results.neighbours(listing({ filter: 'unjudged' }), 'q1')
    expect(found).toEqual({ index: null, total: 1, previous: null, next: null })
  })
})

describe('Results.query', () => {
  test('passages come in rank order with their text, sides and gold', () => {
    const result = memory.engine.results.query(runs[0]!.runId, 'q4', 200, ['spanRecall@1'])
    expect(result.passages.map(({ rank }) => rank)).toEqual(result.passages.map((_, index) => index + 1))
    expect(result.passages).toHaveLength(result.ranked)
    for (const passage of result.passages) {
      const document = ports.store.datasets.document(runs[0]!.provenance.corpusVersionId, passage.docId)!
      expect(passage.text).toBe(document.text.slice(passage.start, passage.end))
      expect(passage.vectorRank).toBeNull()
      expect(passage.fulltextRank).toBe(passage.rank)
      for (const { start, end } of passage.gold) {
        expect(questions[3]!.spans!.some(({ quote }) => quote.includes(passage.text.slice(start, end)))).toBe(true)
      }
    }
    expect(result.passages.some(({ gold }) => gold.length > 0)).toBe(true)
  })

  test('gold says where it stands, also beyond what is shown, and that it is not there', () => {
    const { runId } = runs[0]!
    const whole = memory.engine.results.query(runId, 'q4', 200, [])
    const short = memory.engine.results.query(runId, 'q4', 1, [])
    expect(short.passages).toEqual(whole.passages.slice(0, 1))
    expect(short.goldSpans).toEqual(whole.goldSpans)
    for (const { docId, start, end, chunkRank, covered } of short.goldSpans) {
      const touching = whole.passages.filter(
        (passage) => passage.docId === docId && passage.start < end && passage.end > start,
      )
      expect(chunkRank).toBe(touching[0]?.rank ?? null)
      expect(covered > 0).toBe(touching.length > 0)
    }
    // The words of q4 do not occur in the page of the valve, which holds one of its spans.
    expect(whole.goldSpans.find(({ docId }) => docId === 'valve.md')).toMatchObject({ chunkRank: null, covered: 0 })
    expect(whole.goldDocuments.find(({ docId }) => docId === 'valve.md')).toMatchObject({
      documentRank: null,
      chunkRank: null,
    })
    const nothing = memory.engine.results.query(runId, 'q5', 20, [])
    expect(nothing).toMatchObject({ answered: true, ranked: 0, passages: [] })
    expect(nothing.goldDocuments).toHaveLength(1)
  })

  test('a question that was not asked is refused', () => {
    expect(() => memory.engine.results.query(runs[0]!.runId, 'q99', 20, [])).toThrow(/not asked a question "q99"/)
  })
})

describe('Results.compareQueries', () => {
  const compare = (changes: object = {}) =>
    memory.engine.results.compareQueries(
      runs.map(({ runId }) => runId),
      runs[0]!.runId,
      { metric: 'mrr', filter: 'all', search: '', offset: 0, limit: 200, ...changes },
    )

  test('wins, ties and losses add up to the shared questions', () => {
    for (const metric of ['mrr', 'ndcg@10', 'spanRecall@500tokens', 'success@1']) {
      const { tallies, shared } = compare({ metric })
      for (const { wins, ties, losses, n, profile } of tallies) {
        expect(wins + ties + losses).toBe(n)
        expect(n).toBe(shared)
        expect(profile).toEqual(profile.toSorted((a, b) => b - a))
        expect(profile.filter((change) => change > 0)).toHaveLength(wins)
      }
      expect(tallies[0]).toMatchObject({ wins: 0, losses: 0, notComparable: null })
    }
  })

  test('counts and rows of each filter agree with the values, the worst change first', () => {
    const { rows, counts } = compare()
    const changes = rows.map(({ values: [base, other] }) => other! - base!)
    expect(changes).toEqual(changes.toSorted((a, b) => Math.min(a, 0) - Math.min(b, 0)))
    expect(counts.regressions).toBe(changes.filter((change) => change < 0).length)
    expect(counts.wins).toBe(changes.filter((change) => change > 0).length)
    expect(counts.ties).toBe(changes.filter((change) => change === 0).length)
    expect(compare({ filter: 'wins' }).rows).toHaveLength(counts.wins)
    expect(compare({ filter: 'regressions' }).total).toBe(counts.regressions)
  })

  test('the bars of the distribution hold every change once, and choose just their questions', () => {
    for (const metric of ['mrr', 'ndcg@10', 'success@1']) {
      const { tallies, binWidth } = compare({ metric })
      for (const { runId, distribution, wins, losses } of tallies) {
        const half = distribution.length / 2
        const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)
        expect([sum(distribution.slice(0, half)), sum(distribution.slice(half))]).toEqual([losses, wins])
        distribution.forEach((count, bar) => {
          const within = { runId, from: (bar - half) * binWidth, to: (bar - half + 1) * binWidth }
          expect(compare({ metric, within }).total).toBe(count)
        })
      }
    }
  })

  test('a slice chooses its questions, and its cells are the means over them', async () => {
    const ids = runs.map(({ runId }) => runId)
    const { slices, shared } = await memory.engine.results.compareSlices(ids, ids[0]!, 'mrr')
    expect(slices.length).toBeGreaterThan(1)
    for (const { kind, name, shared: members, cells } of slices) {
      const { rows, total } = compare({ slice: { kind, name } })
      expect(total).toBe(members)
      cells.forEach(({ value, difference, n }, run) => {
        const mean = (values: number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
        expect(n).toBe(members)
        expect(value).toBeCloseTo(mean(rows.map(({ values }) => values[run]!)), 12)
        if (run === 0) expect(difference).toBeNull()
        else expect(difference).toBeCloseTo(mean(rows.map(({ values }) => values[run]! - values[0]!)), 12)
      })
    }
    for (const kind of ['questionType', 'difficulty', 'length']) {
      const members = slices.filter((slice) => slice.kind === kind).map((slice) => slice.shared)
      if (members.length > 0) expect(members.reduce((sum, each) => sum + each, 0)).toBe(shared)
    }
  })

  test('a run on other questions is there, but counts nothing', () => {
    const elsewhere: Run = { ...runs[1]!, runId: 'elsewhere' as RunId, split: 'other' }
    const stored = ports.store.runs.run
    ports.store.runs.run = (runId) => (runId === elsewhere.runId ? elsewhere : stored.call(ports.store.runs, runId))
    try {
      const { tallies, rows, shared } = memory.engine.results.compareQueries(
        [runs[0]!.runId, runs[1]!.runId, elsewhere.runId],
        runs[0]!.runId,
        { metric: 'mrr', filter: 'all', search: '', offset: 0, limit: 200 },
      )
      expect(tallies[2]).toMatchObject({ notComparable: 'split', n: 0, profile: [] })
      expect(shared).toBe(compare().shared)
      expect(rows.every(({ values }) => values[2] === null)).toBe(true)
    } finally {
      ports.store.runs.run = stored
    }
  })

  test('a measure without a value for each question is refused', () => {
    expect(() => compare({ metric: 'latencyMs.total.p50' })).toThrow(/no measure/)
  })
})

test('Results.run: a finished run has its stored figures, an unfinished one means of what is answered', () => {
  const { runId } = runs[0]!
  expect(memory.engine.results.run(runId)).toMatchObject({ resumable: false, documents: 3 })
  const finished = memory.engine.results.run(runId).figures.find(({ metric }) => metric === 'ndcg@10')!
  ports.store.runs.setStatus(runId, 'running', ports.clock.now().toISOString())
  try {
    const { figures } = memory.engine.results.run(runId)
    const ndcg = figures.find(({ metric }) => metric === 'ndcg@10')!
    const scores = ports.store.runs.scores(runId, 'ndcg@10')!.filter((score) => !Number.isNaN(score))
    expect(ndcg).toMatchObject({ ciLow: null, ciHigh: null, n: scores.length })
    expect(finished).toMatchObject({ ciLow: null, n: scores.length })
    expect(ndcg.value).toBeCloseTo(finished.value!, 12)
    expect(ndcg.value).toBeCloseTo(scores.reduce((sum, score) => sum + score, 0) / scores.length, 12)
  } finally {
    ports.store.runs.setStatus(runId, 'finished', ports.clock.now().toISOString())
  }
})

test('Results.metrics: the same figures as the comparison', async () => {
  const ids = runs.map(({ runId }) => runId)
  const { results, experiments } = memory.engine
  const metrics = ['ndcg@10', 'spanRecall@1000tokens', 'latencyMs.total.p50']
  expect(await results.metrics(ids, ids[0], metrics)).toEqual(await experiments.compare(ids, ids[0], metrics))
})
