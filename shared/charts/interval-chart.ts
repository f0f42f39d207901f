import { scaleLinear } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint } from './chart.ts'
import { type FigureUnit, formatFigure } from './format-figure.ts'
import { figureTicks, gridDown } from './grid-marks.ts'

export interface IntervalRow {
  readonly name: string
  readonly value: number
  /** Both null where there is no interval. */
  readonly low: number | null
  readonly high: number | null
  readonly n: number
  readonly isBaseline: boolean
}

export interface IntervalChartOptions {
  /** Pixels. */
  readonly width: number
  /** In the order of the rows from the top. */
  readonly rows: readonly IntervalRow[]
  readonly unit: FigureUnit
  /** What is measured, with its unit in words. */
  readonly axisName: string
}

const nameWidth = 190
const figureWidth = 56
const top = 6
const rowHeight = 22
const bottom = 36
/** Longer names would run into the bars. */
const nameCharacters = 30

/** One row for each run: its value as a square, its 95 % interval as a bar; the baseline's value as a line through all rows. */
export function intervalChart({ width, rows, unit, axisName }: IntervalChartOptions): Chart {
  const height = top + rows.length * rowHeight + bottom
  const ends = rows.flatMap(({ value, low, high }) => [low ?? value, high ?? value])
  const least = Math.min(...ends)
  const most = Math.max(...ends)
  const margin = (most - least) * 0.04 || Math.abs(most) * 0.1 || 0.1
  const right = Math.max(nameWidth + 40, width - figureWidth)
  const x = scaleLinear([least - margin, most + margin], [nameWidth, right])
  const axisY = top + rows.length * rowHeight + 2
  const marks: ChartMark[] = gridDown(figureTicks(x.ticks(5), x, unit), top, axisY)
  marks.push({
    kind: 'text',
    x: (nameWidth + right) / 2,
    y: height - 5,
    text: axisName,
    tone: 'muted',
    anchor: 'middle',
  })
  const base = rows.find(({ isBaseline }) => isBaseline)
  if (base) {
    const at = x(base.value)
    marks.push({ kind: 'line', x1: at, x2: at, y1: top, y2: axisY, tone: 'baseline', dash: '3 3' })
  }
  const points: ChartPoint[] = []
  rows.forEach(({ name, value, low, high, n, isBaseline }, series) => {
    const y = top + series * rowHeight + rowHeight / 2
    const tone = isBaseline ? 'baseline' : 'data'
    marks.push({ kind: 'text', x: nameWidth - 10, y: y + 4, text: shortened(name), tone: 'text', anchor: 'end' })
    if (low !== null && high !== null)
      marks.push({ kind: 'line', x1: x(low), x2: x(high), y1: y, y2: y, tone, width: 2.5 })
    marks.push({ kind: 'rect', x: x(value) - 4, y: y - 4, width: 8, height: 8, tone })
    marks.push({
      kind: 'text',
      x: width - 2,
      y: y + 4,
      text: formatFigure(value, unit),
      tone: 'text',
      anchor: 'end',
    })
    const interval =
      low === null || high === null ? '' : `, 95 % interval ${formatFigure(low, unit)} to ${formatFigure(high, unit)}`
    points.push({ x: x(value), y, series, label: `${name}: ${formatFigure(value, unit)}${interval}, n = ${n}` })
  })
  return {
    width,
    height,
    marks,
    points,
    table: {
      columns: ['Run', 'Value', '95 % low', '95 % high', 'n'],
      rows: rows.map(({ name, value, low, high, n }) => [
        name,
        formatFigure(value, unit),
        low === null ? '–' : formatFigure(low, unit),
        high === null ? '–' : formatFigure(high, unit),
        String(n),
      ]),
    },
  }
}

function shortened(name: string): string {
  const characters = [...name]
  return characters.length <= nameCharacters ? name : `${characters.slice(0, nameCharacters - 1).join('')}…`
}
