import type { CostedRun, LadderReport } from '../../../shared/domain/ladder-report.ts'
import styles from './ladder-screen.module.css'

/** The part of the axis of quality that the cards share. */
export interface QualityAxis {
  readonly low: number
  readonly high: number
  /** Of the rung that the evidence stands on; null without one. */
  readonly here: number | null
}

/** From the lowest to the highest end of the best runs' intervals, with a little room. */
export function qualityAxisOf({ runs, standOn }: LadderReport): QualityAxis {
  const best = runs.flatMap(({ isBestOfRung, quality }) => (isBestOfRung && quality ? [quality] : []))
  const ends = best.flatMap(({ value, ciLow, ciHigh }) => [ciLow ?? value, ciHigh ?? value])
  const [low, high] = [Math.min(...ends), Math.max(...ends)]
  const room = (high - low) * 0.06 || 0.05
  const here = runs.find(({ isBestOfRung, rung }) => isBestOfRung && rung === standOn)?.quality?.value ?? null
  // Room is for fractions that end inside; past 0 and 1 there is none.
  return {
    low: low >= 0 ? Math.max(0, low - room) : low - room,
    high: high <= 1 ? Math.min(1, high + room) : high + room,
    here,
  }
}

/** A rung's quality with its 95 % interval on the axis of all cards; dotted: the rung that the evidence stands on. */
export function RungWhisker({
  run,
  axis,
}: {
  run: CostedRun & { quality: NonNullable<CostedRun['quality']> }
  axis: QualityAxis
}) {
  const { value, ciLow, ciHigh } = run.quality
  const at = (quality: number) => `${(((quality - axis.low) / (axis.high - axis.low)) * 100).toFixed(2)}%`
  return (
    <svg className={`${styles.whisker} ${styles[run.rung]}`} aria-hidden="true">
      <line x1="0" x2="100%" y1="50%" y2="50%" className={styles.whiskerAxis} />
      {axis.here !== null && (
        <line x1={at(axis.here)} x2={at(axis.here)} y1="0" y2="100%" className={styles.whiskerHere} />
      )}
      {ciLow !== null && ciHigh !== null && (
        <>
          <line x1={at(ciLow)} x2={at(ciHigh)} y1="50%" y2="50%" strokeWidth="2" />
          <line x1={at(ciLow)} x2={at(ciLow)} y1="28%" y2="72%" strokeWidth="1.5" />
          <line x1={at(ciHigh)} x2={at(ciHigh)} y1="28%" y2="72%" strokeWidth="1.5" />
        </>
      )}
      <circle cx={at(value)} cy="50%" r="3.5" fill="currentColor" stroke="none" />
    </svg>
  )
}
