import { scaleLinear } from 'd3-scale'
import type { Chart, ChartMark, ChartPoint } from './chart.ts'
import { type FigureUnit, formatFigure } from './format-figure.ts'
import { figureTicks, gridAcross } from './grid-marks.ts'

export interface FieldRun {
  readonly key: string
  readonly name: string
  /** Position among the field's values. */
  readonly category: number
  readonly value: number
  readonly n: number
  /** Not among the runs that are chosen. */
  readonly isDimmed: boolean
}

export interface FieldChartOptions {
  /** Pixels. */
  readonly width: number
  readonly field: string
  /** The field's values, from left to right. */
  readonly categories: readonly string[]
  readonly runs: readonly FieldRun[]
  readonly unit: FigureUnit
  /** What is measured, in words. */
  readonly metric: string
  /** Least and largest value of all charts side by side. */
  readonly extent: readonly [number, number]
}

const height = 132
const left = 44
const right = 8
const top = 8
const bottom = 6
const radius = 3

/** One dot for each run over the values of a recipe's field; a bar marks the mean of each value's runs. */
export function fieldChart({ width, field, categories, runs, unit, metric, extent }: FieldChartOptions): Chart {
  const [least, most] = extent
  const margin = (most - least) * 0.06 || Math.abs(most) * 0.1 || 0.1
  const y = scaleLinear([least - margin, most + margin], [height - bottom, top])
  const step = (width - left - right) / Math.max(1, categories.length)
  const center = (category: number) => left + (category + 0.5) * step
  const marks: ChartMark[] = gridAcross(figureTicks(y.ticks(3), y, unit), left, width - right)
  const points: ChartPoint[] = []
  categories.forEach((category, index) => {
    const members = runs.filter((run) => run.category === index)
    const lit = members.filter(({ isDimmed }) => !isDimmed)
    // Side by side, so that equal values stay countable.
    const spread = Math.min(step * 0.7, members.length * 2.2 * radius)
    members.forEach(({ key, name, value, n, isDimmed }, member) => {
      const x = center(index) + (members.length > 1 ? (member / (members.length - 1) - 0.5) * spread : 0)
      marks.push({
        kind: 'path',
        d: `M${x - radius} ${y(value)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`,
        tone: 'data',
        fill: true,
        opacity: isDimmed ? 0.15 : 0.62,
      })
      points.push({
        x,
        y: y(value),
        series: 0,
        key,
        label: `${name}: ${metric} ${formatFigure(value, unit)}, n = ${n.toLocaleString('en-US')}, ${field} ${category}`,
      })
    })
    if (lit.length === 0) return
    const mean = y(meanOf(lit))
    const half = Math.max(6, step * 0.38)
    marks.push({
      kind: 'line',
      x1: center(index) - half,
      x2: center(index) + half,
      y1: mean,
      y2: mean,
      tone: 'text',
      width: 2,
    })
  })
  return {
    width,
    height,
    marks,
    points,
    table: {
      columns: [field, 'Runs', `Mean ${metric}`, 'Lowest', 'Highest'],
      rows: categories.map((category, index) => {
        const members = runs.filter((run) => run.category === index && !run.isDimmed)
        const values = members.map(({ value }) => value)
        return [
          category,
          String(members.length),
          ...(members.length === 0
            ? ['–', '–', '–']
            : [meanOf(members), Math.min(...values), Math.max(...values)].map((value) => formatFigure(value, unit))),
        ]
      }),
    },
  }
}

function meanOf(runs: readonly FieldRun[]): number {
  return runs.reduce((sum, { value }) => sum + value, 0) / runs.length
}
