import type { ChartPoint } from '../../../shared/charts/chart.ts'

/**
 * Where an arrow key leads: left and right within a series, up and down to the nearest point of another series, Home and
 * End to the ends of the series.
 * @param at index of the present point; null when none is chosen yet.
 * @returns undefined when the key means nothing here.
 */
export function nextPoint(points: readonly ChartPoint[], at: number | null, key: string): number | undefined {
  if (!['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'].includes(key)) return undefined
  if (points.length === 0) return undefined
  const present = at === null ? undefined : points[at]
  if (at === null || !present) return key === 'ArrowLeft' || key === 'End' ? points.length - 1 : 0
  const ofSeries = (series: number) => points.flatMap((point, index) => (point.series === series ? [index] : []))
  const own = ofSeries(present.series)
  const place = own.indexOf(at)
  switch (key) {
    case 'ArrowLeft':
      return own[Math.max(0, place - 1)]
    case 'ArrowRight':
      return own[Math.min(own.length - 1, place + 1)]
    case 'Home':
      return own[0]
    case 'End':
      return own.at(-1)
    default: {
      const other = ofSeries(present.series + (key === 'ArrowUp' ? -1 : 1))
      if (other.length === 0) return at
      return other.reduce((best, index) =>
        Math.abs(points[index]!.x - present.x) < Math.abs(points[best]!.x - present.x) ? index : best,
      )
    }
  }
}
