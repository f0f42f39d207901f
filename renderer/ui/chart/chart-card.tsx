import { ChartLine, Table2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Chart as ChartData } from '../../../shared/charts/chart.ts'
import { Button } from '../button.tsx'
import { Card } from '../card.tsx'
import { Tooltip } from '../tooltip.tsx'
import styles from './chart.module.css'
import { Chart } from './chart.tsx'
import { ChartFigures } from './chart-figures.tsx'

interface ChartCardProps {
  title: string
  /** n, interval and conditions. */
  note?: ReactNode
  end?: ReactNode
  /** What belongs to the chart, as to its table. */
  above?: ReactNode
  below?: ReactNode
  /** Keep it stable. */
  draw: (width: number) => ChartData
  /** Called with the key of a chosen point. */
  onChoose?: (key: string) => void
}

/** Width that a table of the figures is made from: nothing in it depends on it. */
const anyWidth = 600

/** A chart with its conditions, and the same figures as a table on demand. */
export function ChartCard({ title, note, end, above, below, draw, onChoose }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false)
  const label = asTable ? 'View as chart' : 'View as table'
  return (
    <Card
      title={title}
      note={note}
      end={
        <>
          {end}
          <Tooltip text={label}>
            <Button
              variant="ghost"
              size="small"
              aria-label={`${label}: ${title}`}
              icon={asTable ? <ChartLine size={14} /> : <Table2 size={14} />}
              onClick={() => setAsTable(!asTable)}
            />
          </Tooltip>
        </>
      }
    >
      <div className={styles.body}>
        {above}
        {asTable ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
          <section className={styles.tableBody} tabIndex={0} aria-label={`${title} as a table`}>
            <ChartFigures table={draw(anyWidth).table} />
          </section>
        ) : (
          <Chart label={title} draw={draw} {...(onChoose ? { onChoose } : {})} />
        )}
        {below}
      </div>
    </Card>
  )
}
