import type { ChartMark } from '../../../shared/charts/chart.ts'
import styles from './chart.module.css'

/** The elements of a chart, to stand in an `svg`, in the colours of the theme. */
export function ChartMarks({ marks }: { marks: readonly ChartMark[] }) {
  return marks.map((mark, index) => <Mark key={markKey(mark, index)} mark={mark} />)
}

/** Marks have no identity beyond their place in the list. */
function markKey(mark: ChartMark, index: number): string {
  return `${mark.kind} ${index}`
}

function Mark({ mark }: { mark: ChartMark }) {
  const tone = styles[mark.tone]
  switch (mark.kind) {
    case 'line':
      return (
        <line
          className={`${tone} ${styles.stroke}`}
          x1={mark.x1}
          y1={mark.y1}
          x2={mark.x2}
          y2={mark.y2}
          strokeWidth={mark.width ?? 1}
          strokeDasharray={mark.dash}
        />
      )
    case 'path':
      return (
        <path
          className={`${tone} ${mark.fill ? styles.fill : styles.stroke}`}
          d={mark.d}
          opacity={mark.opacity}
          strokeWidth={mark.width ?? 1}
          strokeDasharray={mark.dash}
        />
      )
    case 'rect':
      return (
        <rect
          className={`${tone} ${styles.fill}`}
          x={mark.x}
          y={mark.y}
          width={mark.width}
          height={mark.height}
          opacity={mark.opacity}
        />
      )
    case 'text':
      return (
        <text
          className={`${tone} ${styles.label} ${mark.strong ? styles.strong : ''}`}
          x={mark.x}
          y={mark.y}
          textAnchor={mark.anchor}
        >
          {mark.text}
        </text>
      )
  }
}
