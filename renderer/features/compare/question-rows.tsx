import { useRef } from 'react'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { ComparedQueryFilter } from '../../../shared/domain/results.ts'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useGrowingCount } from '../../ui/use-growing-count.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { BrushChips } from './brush-chips.tsx'
import styles from './compare-screen.module.css'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import { QuestionRow } from './question-row.tsx'
import { SectionHead } from './section-head.tsx'
import type { useComparedQuestions } from './use-compared-questions.ts'

/** Eight runs of fifty questions in one frame would stop the page. */
const rowsPerFrame = 6

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
  const shown = useGrowingCount(rows.length, 0, rowsPerFrame)
  const body = useRef<HTMLTableSectionElement>(null)
  const move = (by: 1 | -1) => {
    const buttons = [...(body.current?.querySelectorAll<HTMLElement>('[data-question]') ?? [])]
    const at = buttons.findIndex((button) => button.closest('tr')?.contains(document.activeElement))
    buttons[Math.max(0, Math.min(buttons.length - 1, at + by))]?.focus()
  }
  useKeys({ j: () => move(1), k: () => move(-1) })
  const columns = sides.length + 1
  const counts = first?.counts
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
      {rows.slice(0, shown).map((row) => (
        <QuestionRow key={row.queryId} row={row} sides={sides} metric={metric} openId={queryId} change={change} />
      ))}
      {result.hasNextPage && shown === rows.length && (
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

function Message({ columns, children }: { columns: number; children: React.ReactNode }) {
  return (
    <tr>
      <td colSpan={columns} className={styles.message}>
        <div className={styles.stay}>{children}</div>
      </td>
    </tr>
  )
}
