import type { ChartMark } from './chart.ts'
import { type FigureUnit, formatFigure } from './format-figure.ts'

interface Ticks {
  readonly values: readonly number[]
  /** Pixels of a value on the axis. */
  readonly at: (value: number) => number
  readonly text: (value: number) => string
}

/** Ticks in the unit of a figure. */
export function figureTicks(values: readonly number[], at: (value: number) => number, unit: FigureUnit): Ticks {
  return { values, at, text: (value) => formatFigure(value, unit) }
}

/** Lines across the chart from `left` to `right`, each with its value to the left. */
export function gridAcross({ values, at, text }: Ticks, left: number, right: number): ChartMark[] {
  return values.flatMap((value): ChartMark[] => [
    { kind: 'line', x1: left, x2: right, y1: at(value), y2: at(value), tone: 'grid' },
    { kind: 'text', x: left - 6, y: at(value) + 4, text: text(value), tone: 'muted', anchor: 'end' },
  ])
}

/** Lines down the chart from `top` to `bottom`, each with its value below. */
export function gridDown({ values, at, text }: Ticks, top: number, bottom: number): ChartMark[] {
  return values.flatMap((value): ChartMark[] => [
    { kind: 'line', x1: at(value), x2: at(value), y1: top, y2: bottom, tone: 'grid' },
    { kind: 'text', x: at(value), y: bottom + 13, text: text(value), tone: 'muted', anchor: 'middle' },
  ])
}
