import { type FigureUnit, formatChange, formatFigure, formatInterval } from './format-figure.ts'

/** How figures of one unit are written, for whoever puts them into words. */
interface FigureFormats {
  readonly figure: (value: number) => string
  readonly change: (value: number) => string
  /** Empty where there is none. */
  readonly interval: (low: number | null, high: number | null) => string
}

/** The formats of a unit, as tables show them. */
export function figureFormats(unit: FigureUnit): FigureFormats {
  return {
    figure: (value) => formatFigure(value, unit),
    change: (value) => formatChange(value, unit),
    interval: (low, high) => formatInterval(low, high, unit),
  }
}
