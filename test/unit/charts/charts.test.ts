import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextPoint } from '../../../renderer/ui/chart/next-point.ts'
import { changeProfile } from '../../../shared/charts/change-profile.ts'
import type { Chart } from '../../../shared/charts/chart.ts'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { latencyChart } from '../../../shared/charts/latency-chart.ts'
import { type LinePoint, lineChart } from '../../../shared/charts/line-chart.ts'
import { spreadLabels } from '../../../shared/charts/spread-labels.ts'

const recall: LinePoint[] = [
  { x: 1, value: 0.5, low: 0.4, high: 0.6, n: 123 },
  { x: 10, value: 0.9, low: 0.8, high: 0.95, n: 123 },
  { x: 100, value: 1, low: 1, high: 1, n: 123 },
]

/** Everything that is drawn has a place: a NaN would silently draw nothing. */
function expectPlaced(chart: Chart): void {
  for (const mark of chart.marks) {
    for (const value of Object.values(mark)) {
      if (typeof value === 'number') expect(value).not.toBeNaN()
      else if (typeof value === 'string') expect(value).not.toContain('NaN')
    }
  }
  for (const point of chart.points) expect([point.x, point.y].every(Number.isFinite)).toBe(true)
}

describe('lineChart', () => {
  const chart = lineChart({
    width: 600,
    height: 232,
    series: [
      { label: 'recall', tone: 'data', points: recall },
      {
        label: 'precision',
        tone: 'data',
        dash: '2 3',
        points: recall.slice(0, 2).map((point) => ({ ...point, low: null, high: null })),
      },
      { label: 'recall', owner: 'baseline', tone: 'baseline', points: recall },
      { label: 'nDCG', tone: 'data', points: [] },
    ],
    xTicks: [1, 10, 100],
    xName: 'cut-off k, documents',
    xLabel: (k) => `k = ${k}`,
  })

  test('values are spaced as their logarithms, and stand higher the larger they are', () => {
    expectPlaced(chart)
    const [first, second, third] = chart.points
    expect(second!.x - first!.x).toBeCloseTo(third!.x - second!.x, 9)
    expect(first!.y).toBeGreaterThan(second!.y)
    expect(second!.y).toBeGreaterThan(third!.y)
  })

  test('a point says its value, interval and n, and the table has the same', () => {
    expect(chart.points[1]!.label).toBe('recall at k = 10: 0.900, 95 % interval 0.800 to 0.950, n = 123')
    expect(chart.points.find(({ label }) => label.startsWith('precision'))!.label).toBe(
      'precision at k = 1: 0.500, n = 123',
    )
    expect(chart.points.at(-1)!.label).toContain('baseline, recall')
    expect(chart.table.rows[1]).toEqual(['recall', '10', '0.900', '0.800', '0.950', '123'])
    expect(chart.table.rows).toHaveLength(chart.points.length)
  })

  test('lines are named at their end, the baseline and empty ones are not', () => {
    const names = chart.marks.flatMap((mark) => (mark.kind === 'text' && mark.strong ? [mark.text] : []))
    expect(names).toEqual(['recall', 'precision'])
    expect(chart.marks.some((mark) => mark.kind === 'text' && mark.text === 'cut-off k, documents')).toBe(true)
  })

  test('only a solid line with intervals has a band', () => {
    expect(chart.marks.filter((mark) => mark.kind === 'path' && mark.fill)).toHaveLength(1)
  })
})

describe('latencyChart', () => {
  const valuesMs = [0, 0.5, 1, 1, 2, 80]
  const stage = { name: 'Search', note: 'local', valuesMs, p50: 1, p95: 60 }

  test('every timed question is in exactly one bar, fast and slow ones as well', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 50 }), (times) => {
        const sorted = times.toSorted((a, b) => a - b)
        const chart = latencyChart({
          width: 500,
          stages: [{ ...stage, valuesMs: times, p50: sorted[0]! + 0.001, p95: sorted.at(-1)! + 0.001 }],
        })
        const counted = chart.points.flatMap(({ label }) => /: (\d+) of/.exec(label)?.[1] ?? []).map(Number)
        expect(counted.reduce((sum, count) => sum + count, 0)).toBe(times.length)
        expectPlaced(chart)
      }),
      { numRuns: 50 },
    )
  })

  test('p50 is solid, p95 dashed, both are said with n', () => {
    const chart = latencyChart({ width: 500, stages: [stage] })
    const ticks = chart.marks.filter((mark) => mark.kind === 'line' && mark.tone === 'text')
    expect(ticks.map((mark) => mark.kind === 'line' && mark.dash)).toEqual([undefined, '2 2'])
    expect(chart.points.map(({ label }) => label)).toContain('Search: p95 60.0 ms, n = 6')
    expect(chart.table.rows).toEqual([['Search', '1.00 ms', '60.0 ms', '0.00 ms', '80.0 ms', '6']])
  })

  test('the baseline lies behind in grey and is in the table', () => {
    const chart = latencyChart({
      width: 500,
      stages: [{ ...stage, baseline: { valuesMs: [5, 6], p50: 5, p95: 6 } }, stage],
    })
    const bars = chart.marks.flatMap((mark) => (mark.kind === 'rect' ? [mark.tone] : []))
    expect(bars.indexOf('baseline')).toBeLessThan(bars.indexOf('data'))
    expect(chart.table.columns).toContain('Baseline p50')
    expect(chart.table.rows.map((row) => row.length)).toEqual([8, 8])
  })
})

describe('changeProfile', () => {
  test('wins rise, losses fall, ties draw nothing', () => {
    const profile = [1, 0.5, 0, 0, -1]
    const chart = changeProfile({ width: 100, height: 41, profile, wins: 2, ties: 2, losses: 1 })
    const bars = chart.marks.flatMap((mark) => (mark.kind === 'path' ? [{ tone: mark.tone, d: mark.d }] : []))
    // Of 41 pixels, one above and one below stay free: the middle is 20.5, a change of 1 is 19.5 high.
    expect(bars).toEqual([
      { tone: 'good', d: 'M0 1h20v19.5h-20zM20 10.75h20v9.75h-20z' },
      { tone: 'bad', d: 'M80 20.5h20v19.5h-20z' },
    ])
    expect(chart.table.rows).toEqual([['2', '2', '1', '+1.000', '−1.000']])
    expectPlaced(changeProfile({ width: 100, height: 40, profile: [], wins: 0, ties: 0, losses: 0 }))
  })
})

test('spreadLabels: keeps the distance and the order where there is room', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 6 }), (wanted) => {
      const placed = spreadLabels(wanted, 13, 200)
      const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || a - b)
      for (let at = 1; at < order.length; at += 1) {
        expect(placed[order[at]!]! - placed[order[at - 1]!]!).toBeGreaterThanOrEqual(13 - 1e-9)
      }
      expect(Math.max(0, ...placed)).toBeLessThanOrEqual(200)
    }),
  )
  expect(spreadLabels([50, 10], 13, 200)).toEqual([50, 10])
})

test('nextPoint: arrows stay in a series, up and down go to the nearest point of the next', () => {
  const points = [0, 10, 20].flatMap((x) => [0, 1].map((series) => ({ x: x + series, y: 0, series, label: '' })))
  const bySeries = points.toSorted((a, b) => a.series - b.series || a.x - b.x)
  expect(nextPoint(bySeries, null, 'ArrowRight')).toBe(0)
  expect(nextPoint(bySeries, 0, 'ArrowRight')).toBe(1)
  expect(nextPoint(bySeries, 2, 'ArrowRight')).toBe(2)
  expect(nextPoint(bySeries, 2, 'ArrowDown')).toBe(5)
  expect(nextPoint(bySeries, 5, 'ArrowUp')).toBe(2)
  expect(nextPoint(bySeries, 3, 'End')).toBe(5)
  expect(nextPoint(bySeries, 0, 'ArrowUp')).toBe(0)
  expect(nextPoint(bySeries, 0, 'Enter')).toBeUndefined()
  expect(nextPoint([], null, 'ArrowRight')).toBeUndefined()
})

test('formatFigure and formatChange: units, signs, and no direction for what rounds to nothing', () => {
  expect(formatFigure(0.7846, 'fraction')).toBe('0.785')
  expect([0.5, 12.34, 817.2, 12_345].map((ms) => formatFigure(ms, 'ms'))).toEqual([
    '0.50 ms',
    '12.3 ms',
    '817 ms',
    '12.3 s',
  ])
  expect(formatFigure(552_300, 'bytes')).toBe('552.3 kB')
  expect(formatFigure(41_870, 'count')).toBe('41,870')
  expect(formatChange(-0.0123, 'fraction')).toBe('−0.012')
  expect(formatChange(0.00001, 'fraction')).toBe('±0.000')
  expect(formatInterval(0.744, 0.807, 'fraction')).toBe('[0.744, 0.807]')
  expect(formatInterval(null, 0.8, 'fraction')).toBe('')
})
