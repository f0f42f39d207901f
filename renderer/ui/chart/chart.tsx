import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Chart as ChartData } from '../../../shared/charts/chart.ts'
import styles from './chart.module.css'
import { ChartMarks } from './chart-marks.tsx'
import { nextPoint } from './next-point.ts'

interface ChartProps {
  /** What it shows, for screen readers. */
  label: string
  /** Draws for a width in pixels; called again when the place for it changes. Keep it stable. */
  draw: (width: number) => ChartData
  /** Called with the key of a point that is clicked, or that Enter is pressed on. */
  onChoose?: (key: string) => void
}

/** How far from a point the pointer still means it, in pixels. */
const reach = 40

/** A chart of `shared/charts`. The pointer shows the nearest value; with the focus, arrow keys walk from value to value. */
export function Chart({ label, draw, onChoose }: ChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [at, setAt] = useState<number | null>(null)
  useEffect(() => {
    const { current } = frame
    if (!current) return
    const observer = new ResizeObserver(() => setWidth(current.clientWidth))
    observer.observe(current)
    return () => observer.disconnect()
  }, [])

  const chart = width > 0 ? draw(width) : null
  const point = chart && at !== null ? chart.points[at] : undefined

  const onKeyDown = (event: KeyboardEvent) => {
    if (!chart || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Enter' && point?.key !== undefined && onChoose) {
      event.preventDefault()
      onChoose(point.key)
      return
    }
    const next = event.key === 'Escape' ? null : nextPoint(chart.points, at, event.key)
    if (next === undefined || (next === null && at === null)) return
    event.preventDefault()
    event.stopPropagation()
    setAt(next)
  }
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!chart) return
    const box = event.currentTarget.getBoundingClientRect()
    const x = event.clientX - box.left
    const y = event.clientY - box.top
    let nearest: number | null = null
    let least = reach
    chart.points.forEach((candidate, index) => {
      const distance = Math.hypot(candidate.x - x, candidate.y - y)
      if (distance < least) {
        least = distance
        nearest = index
      }
    })
    setAt(nearest)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div
      ref={frame}
      className={`${styles.frame} ${onChoose && point?.key !== undefined ? styles.choosable : ''}`}
      role="group"
      aria-roledescription="chart"
      aria-label={`${label}. Arrow keys walk through its values${onChoose ? ', Enter chooses one' : ''}.`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its values are walked by keys
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerMove={onPointerMove}
      onClick={() => point?.key !== undefined && onChoose?.(point.key)}
      onPointerLeave={() => setAt(null)}
      onBlur={() => setAt(null)}
    >
      {chart && (
        <svg className={styles.svg} width={chart.width} height={chart.height} aria-hidden="true">
          <ChartMarks marks={chart.marks} />
          {point && <circle className={styles.cursor} cx={point.x} cy={point.y} r={5} />}
        </svg>
      )}
      {chart && point && (
        <div
          className={styles.value}
          style={{
            top: Math.max(0, point.y - 12),
            ...(point.x > chart.width / 2 ? { right: chart.width - point.x + 12 } : { left: point.x + 12 }),
            maxWidth: Math.max(point.x, chart.width - point.x) - 16,
          }}
        >
          {point.label}
        </div>
      )}
      <span className="visuallyHidden" aria-live="polite">
        {point?.label}
      </span>
    </div>
  )
}
