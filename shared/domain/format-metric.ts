import type { MetricDefinition } from './metric.ts'

/** A value as people read it: fractions to four decimals, milliseconds to two, counts grouped, bytes in MB, dollars to the millionth. */
export function formatMetric(value: number, { unit }: Pick<MetricDefinition, 'unit'>): string {
  switch (unit) {
    case 'fraction':
      return value.toFixed(4)
    case 'ms':
      return `${value.toFixed(2)} ms`
    case 'bytes':
      return `${(value / 1e6).toFixed(1)} MB`
    case 'usd':
      return `$${value === 0 || value >= 1 ? value.toFixed(2) : value.toFixed(6)}`
    case 'tokens':
    case 'count':
      return Math.round(value).toLocaleString('en-US')
  }
}
