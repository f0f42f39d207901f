import { describe, expect, test } from 'vitest'
import { scoreQuery } from '../../../main/engine/evaluation/score-query.ts'
import { retrievalMetrics } from '../../../shared/domain/metric.ts'

const ruler = {
  tokensIn: (_: string, start: number, end: number) => end - start,
  endAfter: (_: string, start: number, tokens: number) => start + tokens,
}
const ranking = [
  { docId: 'b', start: 0, end: 100, tokens: 100, score: 2 },
  { docId: 'a', start: 0, end: 100, tokens: 100, score: 1 },
  { docId: 'b', start: 100, end: 200, tokens: 100, score: 0.5 },
]
const judgments = new Map([['a', 1]])
const goldSpans = [{ docId: 'a', start: 50, end: 150 }]

function byName(scores: Float64Array): Map<string, number> {
  expect(scores).toHaveLength(retrievalMetrics.length)
  return new Map(retrievalMetrics.map(({ name }, index) => [name, scores[index]!]))
}

describe('scoreQuery', () => {
  test('scores documents and spans of one query', () => {
    const scores = byName(scoreQuery({ ranking, judgments, goldSpans, limit: 100, ruler }))
    expect(scores.get('mrr')).toBe(0.5)
    expect(scores.get('recall@3')).toBe(1)
    expect(scores.get('spanRecall@1')).toBe(0)
    expect(scores.get('spanRecall@3')).toBe(0.5)
    expect(scores.get('spanPrecision@3')).toBe(50 / 300)
    expect(scores.get('spanIou@500tokens')).toBe(50 / 350)
    expect([...scores.values()].some(Number.isNaN)).toBe(false)
  })

  test('a query without gold characters has no span measures, and keeps the others', () => {
    for (const none of [[], [{ docId: 'a', start: 7, end: 7 }]]) {
      const scores = byName(scoreQuery({ ranking, judgments, goldSpans: none, limit: 100, ruler }))
      for (const [name, value] of scores) expect(Number.isNaN(value)).toBe(name.startsWith('span'))
    }
  })

  test('a query without a relevant judgment has no document measures, and keeps the others', () => {
    const scores = byName(scoreQuery({ ranking, judgments: new Map([['a', 0]]), goldSpans, limit: 100, ruler }))
    for (const [name, value] of scores) expect(Number.isNaN(value)).toBe(!name.startsWith('span'))
  })
})
