import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FrontierAxis, type FrontierPoint, frontierChart } from '../../../shared/charts/frontier-chart.ts'
import { frontierPoints } from '../../../shared/charts/frontier-points.ts'
import { placeLabels } from '../../../shared/charts/place-labels.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { CostedRun } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'

const size = { width: 560, height: 300 }

function runOf(name: string, changes: Partial<CostedRun> = {}): CostedRun {
  return {
    ...{ runId: name as RunId, name, rung: 'rag', quality: { value: 0.5, ciLow: 0.4, ciHigh: 0.6, n: 9 } },
    ...{ per1kQueriesUsd: 1, fixedUsd: 0, monthlyUsd: 10, latencyP95Ms: { value: 50, ciLow: null, ciHigh: null } },
    ...{ onFrontier: true, onLatencyFrontier: false, isBestOfRung: true, breaks: [] },
    ...changes,
  }
}

function draw(runs: readonly CostedRun[], axis: FrontierAxis, limit: number | null = null) {
  return frontierChart({
    ...size,
    axis,
    points: frontierPoints([...runs], axis, rungLabel),
    metricLabel: 'F1',
    xName: 'x',
    limit,
  })
}

describe('frontier chart', () => {
  test('draws what is known on its axis, and says both figures of each run', () => {
    const runs = [
      runOf('a'),
      runOf('b', { monthlyUsd: null, onFrontier: false, onLatencyFrontier: true }),
      runOf('c', { latencyP95Ms: null }),
      runOf('d', { quality: null }),
    ]
    expect(draw(runs, 'cost').points.map(({ label }) => label)).toEqual([
      'RAG, a: 0.500 [0.400, 0.600], n = 9, $10.00 a month, p95 50.0 ms',
      'RAG, c: 0.500 [0.400, 0.600], n = 9, $10.00 a month, p95 not known',
    ])
    const byLatency = draw(runs, 'latency')
    expect(byLatency.points.map(({ key }) => key)).toEqual(['a', 'b'])
    expect(byLatency.table.columns).toContain('p95')
    expect(byLatency.table.rows.map((row) => [row[5], row[6]])).toEqual([
      ['50.0 ms', ''],
      ['50.0 ms', 'yes'],
    ])
  })

  test('what breaks a limit is said to, in the walk and in the table; the limit is a line', () => {
    const { points, table, marks } = draw([runOf('a', { breaks: ['latency'] })], 'latency', 40)
    expect(points[0]!.label).toMatch(/, outside your limits$/)
    expect(table.rows[0]!.at(-1)).toBe('outside')
    expect(marks).toContainEqual(expect.objectContaining({ kind: 'text', text: 'limit 40.0 ms' }))
    expect(marks).toContainEqual(expect.objectContaining({ kind: 'line', dash: '4 3' }))
  })

  test('runs at $0 stand in a gutter, left of the axis', () => {
    const { points, marks } = draw([runOf('free', { monthlyUsd: 0 }), runOf('paid')], 'cost')
    expect(points[0]!.x).toBeLessThan(points[1]!.x)
    expect(marks).toContainEqual(expect.objectContaining({ kind: 'text', text: '$0.00' }))
  })

  test('stays within its frame with finite places, whatever the figures', () => {
    const figure = fc.oneof(fc.constant(0), fc.double({ min: 1e-7, max: 1e8, noNaN: true }))
    // Means of scores: none lies within 1e-300 of another, where a linear scale has no steps left.
    const quality = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1_000_000)
    fc.assert(
      fc.property(fc.array(fc.tuple(figure, quality), { minLength: 1, maxLength: 12 }), (figures) => {
        const points = figures.map(
          ([x, value], index): FrontierPoint => ({
            ...{ key: String(index), name: 'n', rung: 'rag', rungLabel: 'RAG', x, quality: value, n: 1 },
            ...{ low: null, high: null, says: [], onFrontier: true, isBestOfRung: index < 4, isDimmed: false },
          }),
        )
        const chart = frontierChart({ ...size, axis: 'cost', points, metricLabel: 'F1', xName: 'x', limit: null })
        for (const { x, y } of chart.points) {
          expect(x).toBeGreaterThanOrEqual(0)
          expect(x).toBeLessThanOrEqual(size.width)
          expect(y).toBeGreaterThanOrEqual(0)
          expect(y).toBeLessThanOrEqual(size.height)
        }
        for (const mark of chart.marks) if (mark.kind === 'text') expect(Number.isFinite(mark.x + mark.y)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })
})

test('labels of points that lie apart meet neither each other nor the points', () => {
  const points = [
    { x: 100, y: 100, text: 'Prompt 0.519' },
    { x: 110, y: 104, text: 'RAG 0.520' },
    { x: 300, y: 100, text: 'Hybrid 0.521' },
  ]
  const boxes = placeLabels(points, points, { left: 0, right: 320, top: 0, bottom: 200 }).map(
    ({ x, y, anchor }, index) => {
      const width = points[index]!.text.length * 6.6
      const left = anchor === 'start' ? x : x - width
      return { left, right: left + width, top: y - 10, bottom: y + 4 }
    },
  )
  const meet = (a: (typeof boxes)[number], b: (typeof boxes)[number]) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
  for (const [index, box] of boxes.entries()) {
    expect(box.right).toBeLessThanOrEqual(320)
    for (const other of boxes.slice(index + 1)) expect(meet(box, other)).toBe(false)
    for (const { x, y } of points)
      expect(meet(box, { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 })).toBe(false)
  }
})
