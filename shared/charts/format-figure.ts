export type FigureUnit = 'fraction' | 'ms' | 'count' | 'bytes' | 'tokens' | 'usd'

/**
 * A value as screens show it: fractions to three decimals, times to three significant digits, counts grouped; a true
 * minus sign.
 */
export function formatFigure(value: number, unit: FigureUnit): string {
  if (value < 0) return `−${formatFigure(-value, unit)}`
  switch (unit) {
    case 'fraction':
      return value.toFixed(3)
    case 'ms':
      return formatMs(value)
    case 'bytes':
      return formatBytes(value)
    case 'usd':
      return formatUsd(value)
    case 'tokens':
    case 'count':
      return Math.round(value).toLocaleString('en-US')
  }
}

/** A change with its sign, in the unit of the figure; a true minus sign. */
export function formatChange(value: number, unit: FigureUnit): string {
  const figure = formatFigure(Math.abs(value), unit)
  // What rounds to nothing has no direction.
  if (Number.parseFloat(figure.replace('$', '')) === 0) return `±${figure}`
  return `${value < 0 ? '−' : '+'}${figure}`
}

/** An interval in the unit of its figure, such as `[0.744, 0.807]`; empty where there is none. */
export function formatInterval(low: number | null, high: number | null, unit: FigureUnit): string {
  if (low === null || high === null) return ''
  if (unit !== 'ms') return `[${formatFigure(low, unit)}, ${formatFigure(high, unit)}]`
  const [lowText, highText] = [formatFigure(low, unit), formatFigure(high, unit)]
  const [unitOfLow, unitOfHigh] = [lowText, highText].map((text) => / m?s$/u.exec(text)?.[0])
  // Milliseconds beside seconds are named both.
  return `[${unitOfLow === unitOfHigh ? lowText.replace(/ m?s$/u, '') : lowText}, ${highText}]`
}

function formatMs(value: number): string {
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`
  return `${value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2)} ms`
}

function formatBytes(value: number): string {
  if (value < 1e6) return `${(value / 1e3).toFixed(1)} kB`
  return value < 1e9 ? `${(value / 1e6).toFixed(1)} MB` : `${(value / 1e9).toFixed(2)} GB`
}

/** Dollars with two decimals; what is smaller than a cent and not nothing with two significant digits. */
function formatUsd(value: number): string {
  if (value === 0 || value >= 0.01)
    return `$${value.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  return `$${value.toPrecision(2).includes('e') ? value.toFixed(8) : value.toPrecision(2)}`
}
