/** A colour by its meaning; whoever draws a chart gives it the colour of the theme. `ground` is what the chart stands on. */
export type ChartTone = 'data' | 'baseline' | 'text' | 'muted' | 'grid' | 'axis' | 'ground' | 'good' | 'bad' | RungTone

/** The colours of the rungs. */
export type RungTone = 'prompt' | 'rag' | 'finetune' | 'hybrid'

/** One SVG element, in pixels from the chart's top left corner. */
export type ChartMark =
  | {
      readonly kind: 'line'
      readonly x1: number
      readonly y1: number
      readonly x2: number
      readonly y2: number
      readonly tone: ChartTone
      readonly width?: number
      readonly dash?: string
    }
  | {
      readonly kind: 'path'
      readonly d: string
      readonly tone: ChartTone
      /** An area instead of a stroke. */
      readonly fill: boolean
      /** 0–1. */
      readonly opacity?: number
      readonly width?: number
      readonly dash?: string
    }
  | {
      readonly kind: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly tone: ChartTone
      /** 0–1. */
      readonly opacity?: number
    }
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly tone: ChartTone
      readonly anchor: 'start' | 'middle' | 'end'
      readonly strong?: boolean
    }

/** A place of the chart that has a value: shown on hover, walked by the arrow keys, read aloud. */
export interface ChartPoint {
  readonly x: number
  readonly y: number
  /** Points of one series lie on one line for the left and right arrows; up and down go to another series. */
  readonly series: number
  /** Value, unit, interval and n in words. */
  readonly label: string
  /** What the point stands for, such as a run's id, where it can be chosen. */
  readonly key?: string
}

/** A chart as data: what to draw, what it says, and the same figures as a table. Has no DOM. */
export interface Chart {
  readonly width: number
  readonly height: number
  readonly marks: readonly ChartMark[]
  readonly points: readonly ChartPoint[]
  readonly table: ChartTable
}

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}
