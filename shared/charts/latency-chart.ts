import { scaleLog } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint } from './chart.ts'
import { formatFigure } from './format-figure.ts'
import { gridDown } from './grid-marks.ts'

export interface LatencyStageValues {
  readonly name: string
  /** Second, quieter line of the name. */
  readonly note: string
  /** Milliseconds, one per timed query. */
  readonly valuesMs: readonly number[]
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  /** The baseline's, drawn grey; left out where there is none. */
  readonly baseline?: { readonly valuesMs: readonly number[]; readonly p50: number; readonly p95: number }
}

export interface LatencyChartOptions {
  /** Pixels. */
  readonly width: number
  readonly stages: readonly LatencyStageValues[]
}

interface Bin {
  readonly fromMs: number
  readonly toMs: number
  readonly count: number
}

const left = 84
const right = 118
const top = 8
const bottom = 34
const rowHeight = 38
const barHeight = 28
const bins = 36
/** No clock of a page or of Node tells less. */
const leastMs = 0.001

/** One histogram for each stage over a common logarithmic axis, with p50 (solid) and p95 (dashed). */
export function latencyChart({ width, stages }: LatencyChartOptions): Chart {
  const height = top + stages.length * rowHeight + bottom
  const values = stages.flatMap(({ valuesMs, baseline }) => [...valuesMs, ...(baseline?.valuesMs ?? [])])
  const lowest = Math.max(leastMs, Math.min(...values))
  const highest = Math.max(lowest, ...values)
  // A little air on both sides, so that the outer bars are whole and a single value has an axis as well.
  const x = scaleLog([lowest / 1.15, highest * 1.15], [left, Math.max(left + 1, width - right)])
  const marks: ChartMark[] = []
  const points: ChartPoint[] = []
  const axisY = top + stages.length * rowHeight + 2
  const ticks = decadeTicks(lowest / 1.15, highest * 1.15)
  marks.push(...gridDown({ values: ticks, at: x, text: tickText }, top, axisY))
  marks.push({
    kind: 'text',
    x: (left + width - right) / 2,
    y: height - 4,
    text: 'time per question (log scale)',
    tone: 'muted',
    anchor: 'middle',
  })
  stages.forEach(({ name, note, valuesMs, p50, p95, baseline }, series) => {
    const base = top + series * rowHeight + rowHeight - 4
    const edges = Array.from({ length: bins + 1 }, (_, edge) => x.invert(left + (edge * (width - right - left)) / bins))
    marks.push({ kind: 'text', x: 2, y: base - 14, text: name, tone: 'text', anchor: 'start', strong: true })
    marks.push({ kind: 'text', x: 2, y: base, text: note, tone: 'muted', anchor: 'start' })
    marks.push({ kind: 'line', x1: left, x2: width - right, y1: base + 0.5, y2: base + 0.5, tone: 'grid' })
    if (baseline) marks.push(...bars(binsOf(baseline.valuesMs, edges), x, base, 'baseline'))
    const own = binsOf(valuesMs, edges)
    marks.push(...bars(own, x, base, 'data'))
    if (baseline) {
      marks.push({ ...tick(x(baseline.p50), base), tone: 'baseline' })
      marks.push({ ...tick(x(baseline.p95), base), tone: 'baseline', dash: '2 2' })
    }
    marks.push({ ...tick(x(p50), base), tone: 'text' })
    marks.push({ ...tick(x(p95), base), tone: 'text', dash: '2 2' })
    marks.push({
      kind: 'text',
      x: width - 2,
      y: base - 8,
      text: `${formatFigure(p50, 'ms').replace(/ ms$/u, '')} / ${formatFigure(p95, 'ms')}`,
      tone: 'text',
      anchor: 'end',
    })
    points.push(
      ...[
        ...own
          .filter(({ count }) => count > 0)
          .map(({ fromMs, toMs, count }) => ({
            x: (x(fromMs) + x(toMs)) / 2,
            label: `${name}: ${count} of ${valuesMs.length} between ${formatFigure(fromMs, 'ms')} and ${formatFigure(toMs, 'ms')}`,
          })),
        { x: x(p50), label: `${name}: p50 ${formatFigure(p50, 'ms')}, n = ${valuesMs.length}` },
        { x: x(p95), label: `${name}: p95 ${formatFigure(p95, 'ms')}, n = ${valuesMs.length}` },
      ]
        .sort((a, b) => a.x - b.x)
        .map((point) => ({ ...point, y: base - barHeight / 2, series })),
    )
  })
  return {
    width,
    height,
    marks,
    points,
    table: {
      columns: [
        'Stage',
        'p50',
        'p95',
        'Fastest',
        'Slowest',
        'n',
        ...(stages.some((s) => s.baseline) ? ['Baseline p50', 'Baseline p95'] : []),
      ],
      rows: stages.map(({ name, valuesMs, p50, p95, baseline }) => [
        name,
        ...[p50, p95, Math.min(...valuesMs), Math.max(...valuesMs)].map((value) => formatFigure(value, 'ms')),
        String(valuesMs.length),
        ...(baseline
          ? [formatFigure(baseline.p50, 'ms'), formatFigure(baseline.p95, 'ms')]
          : stages.some((stage) => stage.baseline)
            ? ['–', '–']
            : []),
      ]),
    },
  }
}

function tick(x: number, base: number) {
  return { kind: 'line' as const, x1: x, x2: x, y1: base - barHeight - 2, y2: base + 1, width: 1.5 }
}

function bars(own: readonly Bin[], x: (value: number) => number, base: number, tone: 'data' | 'baseline'): ChartMark[] {
  const most = Math.max(1, ...own.map(({ count }) => count))
  return own.flatMap(({ fromMs, toMs, count }): ChartMark[] => {
    if (count === 0) return []
    const height = Math.max(1, (count / most) * barHeight)
    const width = Math.max(1, x(toMs) - x(fromMs) - 1)
    return [
      { kind: 'rect', x: x(fromMs), y: base - height, width, height, tone, opacity: tone === 'data' ? 0.72 : 0.45 },
    ]
  })
}

/** @param edges ascending, one more than there are bins. */
function binsOf(valuesMs: readonly number[], edges: readonly number[]): Bin[] {
  return edges.slice(0, -1).map((fromMs, index) => {
    const toMs = edges[index + 1]!
    const last = index === edges.length - 2
    const count = valuesMs.filter((value) => {
      const shown = Math.max(leastMs, value)
      return (shown >= fromMs || index === 0) && (shown < toMs || last)
    }).length
    return { fromMs, toMs, count }
  })
}

/** 1, 10, 100 … within the range; where fewer than two fit, 2 and 5 as well. */
function decadeTicks(low: number, high: number): number[] {
  const from = Math.floor(Math.log10(low))
  const to = Math.ceil(Math.log10(high))
  const powers = Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index))
  const inside = (values: number[]) => values.filter((value) => value >= low && value <= high)
  const decades = inside(powers)
  return decades.length >= 2 ? decades : inside(powers.flatMap((power) => [power, 2 * power, 5 * power]))
}

function tickText(ms: number): string {
  if (ms >= 1000) return `${ms / 1000} s`
  return `${Number(ms.toPrecision(3))} ms`
}
