import { scaleLinear } from 'd3-scale'
import type { Chart, ChartMark } from './chart.ts'
import { formatChange } from './format-figure.ts'

export interface ChangeProfileOptions {
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** Changes from best to worst, positive = better. */
  readonly profile: readonly number[]
  readonly wins: number
  readonly ties: number
  readonly losses: number
}

/**
 * One bar per question (or per evenly taken question), from the best change to the worst, around a line of no change. All
 * bars of one direction are one path: hundreds of elements for each run would hold up the page.
 */
export function changeProfile({ width, height, profile, wins, ties, losses }: ChangeProfileOptions): Chart {
  const largest = Math.max(1e-9, ...profile.map(Math.abs))
  const y = scaleLinear([-largest, largest], [height - 1, 1])
  const step = width / Math.max(1, profile.length)
  const zero = y(0)
  const marks: ChartMark[] = [{ kind: 'line', x1: 0, x2: width, y1: zero, y2: zero, tone: 'axis' }]
  const barWidth = pixels(Math.max(0.5, step))
  const bar = (change: number, index: number) => {
    const end = y(change)
    const height = pixels(Math.max(1, Math.abs(end - zero)))
    return `M${pixels(index * step)} ${pixels(Math.min(zero, end))}h${barWidth}v${height}h-${barWidth}z`
  }
  for (const tone of ['good', 'bad'] as const) {
    const bars = profile.map((change, index) => ((tone === 'good' ? change > 0 : change < 0) ? bar(change, index) : ''))
    const d = bars.join('')
    if (d !== '') marks.push({ kind: 'path', d, tone, fill: true })
  }
  return {
    width,
    height,
    marks,
    points: [],
    table: {
      columns: ['Wins', 'Ties', 'Losses', 'Best change', 'Worst change'],
      rows: [
        [
          String(wins),
          String(ties),
          String(losses),
          profile.length > 0 ? formatChange(profile[0]!, 'fraction') : '–',
          profile.length > 0 ? formatChange(profile.at(-1)!, 'fraction') : '–',
        ],
      ],
    },
  }
}

/** To a thousandth, as text. */
function pixels(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
