import styles from './bar-histogram.module.css'

interface BarHistogramProps {
  /** Says what is counted and in which unit, read by screen readers. */
  label: string
  /** Half-open [from, to), without gaps; bars are equally wide, so bins that grow make a logarithmic axis. */
  bins: readonly { readonly from: number; readonly to: number; readonly count: number }[]
  marks: readonly { readonly value: number; readonly name: string; readonly isDashed?: boolean }[]
  /** Name of the axis with its unit and scale. */
  axis: string
}

const width = 352
const left = 34
const right = 350
const top = 20
const bottom = 104

/** How often which length occurs, with marked values. */
export function BarHistogram({ label, bins, marks, axis }: BarHistogramProps) {
  const gridStep = roundStep(Math.max(1, ...bins.map((bin) => bin.count)))
  const most = Math.max(2 * gridStep, ...bins.map((bin) => bin.count))
  const step = (right - left) / Math.max(1, bins.length)
  const heightOf = (count: number) => ((bottom - top) * count) / most
  const placeOf = (value: number) => {
    const index = bins.findIndex((bin) => value < bin.to)
    if (index === -1) return right
    const bin = bins[index]!
    return left + step * (index + Math.max(0, (value - bin.from) / (bin.to - bin.from)))
  }
  return (
    <svg className={styles.histogram} viewBox={`0 0 ${width} 138`} role="img" aria-label={label}>
      {[gridStep, 2 * gridStep].map((count) => (
        <g key={count}>
          <line
            x1={left}
            x2={right}
            y1={bottom - heightOf(count)}
            y2={bottom - heightOf(count)}
            className={styles.grid}
          />
          <text x={left - 5} y={bottom - heightOf(count) + 4} textAnchor="end">
            {compact(count)}
          </text>
        </g>
      ))}
      {bins.map((bin, index) => (
        <rect
          key={bin.from}
          x={left + index * step + 0.5}
          width={Math.max(0.5, step - 1)}
          y={bottom - heightOf(bin.count)}
          height={heightOf(bin.count)}
          className={styles.bar}
        >
          <title>{`${bin.count.toLocaleString('en-US')} with ${bin.from.toLocaleString('en-US')} to ${(bin.to - 1).toLocaleString('en-US')}`}</title>
        </rect>
      ))}
      <line x1={left} x2={right} y1={bottom} y2={bottom} className={styles.axis} />
      {ticksOf(bins[0]?.from ?? 0, bins.at(-1)?.to ?? 1).map((tick) => (
        <text key={tick} x={placeOf(tick)} y={bottom + 14} textAnchor="middle">
          {compact(tick)}
        </text>
      ))}
      {marks.map((mark, index) => {
        const x = placeOf(mark.value)
        const isNearEnd = x > right - 80
        return (
          <g key={mark.name}>
            <line x1={x} x2={x} y1={4} y2={bottom} className={mark.isDashed ? styles.dashed : styles.mark} />
            {/* The last label stands outside, so that two that are close do not meet. */}
            <text
              x={index === marks.length - 1 && !isNearEnd ? x + 4 : x - 4}
              y={12}
              textAnchor={index === marks.length - 1 && !isNearEnd ? 'start' : 'end'}
              className={styles.markName}
            >
              {mark.name}
            </text>
          </g>
        )
      })}
      <text x={right} y={134} textAnchor="end">
        {axis}
      </text>
    </svg>
  )
}

/** Round numbers in the range, few enough to stand side by side. */
function ticksOf(from: number, to: number): number[] {
  const ticks: number[] = []
  for (let power = 1; power <= to; power *= 10) ticks.push(power, 2 * power, 5 * power)
  const inRange = ticks.filter((tick) => tick >= from && tick <= to)
  return inRange.length <= 8 ? inRange : inRange.filter((tick) => /^10*$/.test(String(tick)))
}

/** The largest of 1, 2, 5, 10, 20 … of which two fit, or 1. */
function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most / 2)))
  return Math.max(1, ([5, 2, 1].find((factor) => 2 * factor * power <= most) ?? 1) * power)
}

function compact(value: number): string {
  return new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}
