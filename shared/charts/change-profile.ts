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

/** One bar per question (or per evenly taken question), from the best change to the worst, around a line of no change. */
export function changeProfile({ width, height, profile, wins, ties, losses }: ChangeProfileOptions): Chart {
  const largest = Math.max(1e-9, ...profile.map(Math.abs))
  const y = scaleLinear([-largest, largest], [height - 1, 1])
  const step = width / Math.max(1, profile.length)
  const zero = y(0)
  const marks: ChartMark[] = [{ kind: 'line', x1: 0, x2: width, y1: zero, y2: zero, tone: 'axis' }]
  profile.forEach((change, index) => {
    if (change === 0) return
    const end = y(change)
    marks.push({
      kind: 'rect',
      x: index * step,
      y: Math.min(zero, end),
      width: Math.max(0.5, step),
      height: Math.max(1, Math.abs(end - zero)),
      tone: change > 0 ? 'good' : 'bad',
    })
  })
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
