import { useRef } from 'react'
import { formatChange, formatFigure } from '../../../shared/charts/format-figure.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { ComparedQuery, ComparedQueryFilter } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Delta } from '../../ui/delta.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { BrushChips } from './brush-chips.tsx'
import styles from './compare-screen.module.css'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import { SectionHead } from './section-head.tsx'
import type { useComparedQuestions } from './use-compared-questions.ts'

interface QuestionRowsProps {
  sides: readonly ComparedSide[]
  address: ReturnType<typeof useCompareSearch>
  questions: ReturnType<typeof useComparedQuestions>
}

const filterNames: Record<ComparedQueryFilter, string> = {
  regressions: 'Regressions',
  wins: 'Wins',
  ties: 'Ties',
  all: 'All',
}

/** The questions with each run's score, the worst change first. A question, or the cell of a run, opens the drawer. */
export function QuestionRows({ sides, address, questions }: QuestionRowsProps) {
  const { filter, search, metric, queryId, change } = address
  const { result, first, rows } = questions
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (by: 1 | -1) => {
    const buttons = [...(body.current?.querySelectorAll<HTMLElement>('[data-question]') ?? [])]
    const at = buttons.findIndex((button) => button.closest('tr')?.contains(document.activeElement))
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus()
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  const columns = sides.length + 1
  const counts = first?.counts
  const open = (row: ComparedQuery, side: ComparedSide | null) =>
    change(
      { query: row.queryId, against: (side ?? mostChanged(row, sides))?.run.runId },
      { replace: queryId !== undefined },
    )
  return (
    <tbody ref={body}>
      <SectionHead title="Questions" columns={columns}>
        <Segmented<ComparedQueryFilter>
          label="Which questions"
          value={filter}
          onChange={(show) => change({ show: show === 'regressions' ? undefined : show }, { replace: true })}
          options={(['regressions', 'wins', 'ties', 'all'] as const).map((option) => [
            option,
            counts ? `${filterNames[option]} ${counts[option].toLocaleString('en-US')}` : filterNames[option],
          ])}
        />
        <SearchField
          label="Search the questions"
          value={search}
          onChange={(text) => change({ search: text || undefined }, { replace: true })}
        />
        <BrushChips sides={sides} address={address} binWidth={first?.binWidth ?? 0} />
        <span className={styles.quiet} role="status">
          {first &&
            `${first.total.toLocaleString('en-US')} of ${first.shared.toLocaleString('en-US')} shared questions, ${filter === 'wins' ? 'best' : 'worst'} change first`}
        </span>
      </SectionHead>
      {result.isError && (
        <Message columns={columns}>
          {errorSentence(result.error)}{' '}
          <Button size="small" onClick={() => void result.refetch()}>
            Try again
          </Button>
        </Message>
      )}
      {result.isPending && (
        <Message columns={columns}>
          <Skeleton width={320} label="Reading the questions" />
        </Message>
      )}
      {first && rows.length === 0 && (
        <Message columns={columns}>
          {first.shared === 0
            ? `No question has ${metricLabel(metric)} in all comparable runs.`
            : search !== ''
              ? 'No question holds these words.'
              : filter === 'regressions'
                ? 'No regression: no run is below the baseline on any shared question.'
                : 'No question of this kind.'}
        </Message>
      )}
      {rows.map((row) => (
        <tr
          key={row.queryId}
          className={row.queryId === queryId ? styles.opened : styles.question}
          data-row={row.queryId}
        >
          <th scope="row">
            <button type="button" data-question="" onClick={() => open(row, null)}>
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
                base={row.values[sides.findIndex(({ isBaseline }) => isBaseline)] ?? null}
                metric={metric}
                onOpen={() => open(row, side.isBaseline ? null : side)}
              />
            </td>
          ))}
        </tr>
      ))}
      {result.hasNextPage && (
        <Message columns={columns}>
          <Button size="small" disabled={result.isFetchingNextPage} onClick={() => void result.fetchNextPage()}>
            Show more questions
          </Button>{' '}
          <span className={styles.quiet}>{`${rows.length} of ${first!.total.toLocaleString('en-US')}`}</span>
        </Message>
      )}
    </tbody>
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

function Message({ columns, children }: { columns: number; children: React.ReactNode }) {
  return (
    <tr>
      <td colSpan={columns} className={styles.message}>
        <div className={styles.stay}>{children}</div>
      </td>
    </tr>
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
