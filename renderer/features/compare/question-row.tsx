import { memo } from 'react'
import { formatChange, formatFigure } from '../../../shared/charts/format-figure.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import type { ComparedQuery } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { Delta } from '../../ui/delta.tsx'
import styles from './compare-screen.module.css'
import type { CompareChanges } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'

interface QuestionRowProps {
  row: ComparedQuery
  sides: readonly ComparedSide[]
  metric: string
  /** The question that is open in the drawer, if any. */
  openId: string | undefined
  change: (changes: CompareChanges, options: { replace: boolean }) => void
}

/** One question with the score of each run. */
function Row({ row, sides, metric, openId, change }: QuestionRowProps) {
  const base = row.values[sides.findIndex(({ isBaseline }) => isBaseline)] ?? null
  const open = (side: ComparedSide | null) =>
    change(
      { query: row.queryId, against: (side ?? mostChanged(row, sides))?.run.runId },
      { replace: openId !== undefined },
    )
  return (
    <tr className={row.queryId === openId ? styles.opened : styles.question} data-row={row.queryId}>
      <th scope="row">
        <button type="button" data-question="" onClick={() => open(null)}>
          <code>{row.queryId}</code>
          <span dir="auto">{row.text}</span>
        </button>
      </th>
      {sides.map((side, index) => (
        <td key={side.run.runId}>
          <QuestionCell
            side={side}
            row={row}
            index={index}
            base={base}
            metric={metric}
            onOpen={() => open(side.isBaseline ? null : side)}
          />
        </td>
      ))}
    </tr>
  )
}

/** Statistics that arrive change the sides, but nothing that a question shows. */
export const QuestionRow = memo(
  Row,
  (before, after) =>
    before.row === after.row &&
    before.metric === after.metric &&
    before.openId === after.openId &&
    before.change === after.change &&
    before.sides.length === after.sides.length &&
    before.sides.every((side, index) => isSameSide(side, after.sides[index]!)),
)

function isSameSide(before: ComparedSide, after: ComparedSide): boolean {
  return (
    before.run === after.run && before.isBaseline === after.isBaseline && before.notComparable === after.notComparable
  )
}

interface QuestionCellProps {
  side: ComparedSide
  row: ComparedQuery
  index: number
  base: number | null
  metric: string
  onOpen: () => void
}

function QuestionCell({ side, row, index, base, metric, onOpen }: QuestionCellProps) {
  const value = row.values[index] ?? null
  if (value === null) return <span className={styles.quiet}>{side.notComparable ? '– not comparable' : '–'}</span>
  const rank = row.firstRelevantRanks[index]
  const change = base === null ? 0 : value - base
  return (
    <button type="button" className={styles.cell} onClick={onOpen}>
      <span className="visuallyHidden">{`Open ${row.queryId} for ${side.letter}: `}</span>
      <span className={styles.metric}>
        <b>{formatFigure(value, 'fraction')}</b>
        {side.isBaseline ? (
          <span className={styles.interval}>reference</span>
        ) : change === 0 ? (
          <span className={styles.interval}>same</span>
        ) : (
          <Delta
            value={change}
            text={formatChange(change, 'fraction')}
            better={metricDefinition(metric)?.better ?? 'none'}
          />
        )}
      </span>
      <span className={styles.firstGold}>
        {!hasRetrieval(side.run.recipe?.rung) ? 'no retrieval' : rank ? `first gold at ${rank}` : 'gold not retrieved'}
      </span>
    </button>
  )
}

/** The run that a question is opened with when none was pointed at: the one that changed most. */
function mostChanged(row: ComparedQuery, sides: readonly ComparedSide[]): ComparedSide | undefined {
  const base = row.values[sides.findIndex(({ isBaseline }) => isBaseline)] ?? 0
  const changeOf = (side: ComparedSide) => Math.abs((row.values[sides.indexOf(side)] ?? base) - base)
  return sides
    .filter(({ isBaseline, notComparable }) => !isBaseline && !notComparable)
    .toSorted((a, b) => changeOf(b) - changeOf(a))[0]
}
