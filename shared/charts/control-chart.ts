import { scaleLinear, scaleTime } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint } from './chart.ts'
import { type FigureUnit, formatFigure } from './format-figure.ts'
import { figureTicks, gridAcross } from './grid-marks.ts'

export interface ControlPoint {
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly value: number
  readonly n: number
  /** Drift or something to watch. */
  readonly isMarked: boolean
  readonly note: string
}

export interface ControlChartOptions {
  /** Pixels. */
  readonly width: number
  readonly unit: FigureUnit
  readonly metric: string
  /** Ascending in time. */
  readonly points: readonly ControlPoint[]
  /** Of the pinned run, and the limits around it where there are any. */
  readonly center: number
  readonly low: number | null
  readonly high: number | null
}

const height = 150
const left = 52
const right = 12
const top = 10
const bottom = 24

/** Replays over time around the pinned run's value; the band is what chance alone does, 3 standard errors each way. */
export function controlChart({ width, unit, metric, points, center, low, high }: ControlChartOptions): Chart {
  const values = [
    ...points.map(({ value }) => value),
    center,
    ...(low === null ? [] : [low]),
    ...(high === null ? [] : [high]),
  ]
  const least = Math.min(...values)
  const most = Math.max(...values)
  const margin = (most - least) * 0.1 || Math.abs(most) * 0.1 || 0.1
  const y = scaleLinear([least - margin, most + margin], [height - bottom, top])
  const first = points[0]?.atMs ?? 0
  const last = points.at(-1)?.atMs ?? 1
  const x = scaleTime([first, last === first ? first + 1 : last], [left + 10, Math.max(left + 20, width - right - 10)])
  const marks: ChartMark[] = gridAcross(figureTicks(y.ticks(4), y, unit), left, width - right)
  if (low !== null && high !== null) {
    const [from, to] = [y(high), y(low)]
    marks.push({
      kind: 'rect',
      x: left,
      y: from,
      width: width - right - left,
      height: to - from,
      tone: 'baseline',
      opacity: 0.14,
    })
  }
  marks.push({ kind: 'line', x1: left, x2: width - right, y1: y(center), y2: y(center), tone: 'baseline', dash: '3 3' })
  const isoOf = (atMs: number) => new Date(atMs).toISOString()
  const isOneDay = isoOf(first).slice(0, 10) === isoOf(last).slice(0, 10)
  const day = (atMs: number) => (isOneDay ? `${isoOf(atMs).slice(11, 16)} UTC` : isoOf(atMs).slice(0, 10))
  const ends = last === first ? [first] : [first, last]
  marks.push(
    ...ends.map(
      (atMs, index): ChartMark => ({
        kind: 'text',
        x: x(atMs),
        y: height - 6,
        text: day(atMs),
        tone: 'muted',
        anchor: index === 0 ? 'start' : 'end',
      }),
    ),
  )
  if (points.length > 1) {
    const path = points.map(({ atMs, value }, index) => `${index === 0 ? 'M' : 'L'}${x(atMs)} ${y(value)}`).join('')
    marks.push({ kind: 'path', d: path, tone: 'data', fill: false, width: 1.5 })
  }
  const spots: ChartPoint[] = points.map(({ atMs, value, n, note }) => ({
    x: x(atMs),
    y: y(value),
    series: 0,
    label: `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')}: ${metric} ${formatFigure(value, unit)}, n = ${n.toLocaleString('en-US')}, ${note}`,
  }))
  points.forEach(({ isMarked }, index) => {
    const { x: cx, y: cy } = spots[index]!
    // Square and red where it is marked: colour never works alone.
    if (isMarked) marks.push({ kind: 'rect', x: cx - 4, y: cy - 4, width: 8, height: 8, tone: 'bad' })
    else marks.push({ kind: 'path', d: `M${cx - 3} ${cy}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0`, tone: 'data', fill: true })
  })
  return {
    width,
    height,
    marks,
    points: spots,
    table: {
      columns: ['Replay', metric, 'n', 'Verdict'],
      rows: points.map(({ atMs, value, n, note }) => [
        new Date(atMs).toISOString(),
        formatFigure(value, unit),
        String(n),
        note,
      ]),
    },
  }
}
