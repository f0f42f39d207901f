import { useQuery } from '@tanstack/react-query'
import { Columns3 } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { QueryFilter, type QueryListing, type RunDetail } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { ColumnChooser } from '../../ui/data-grid/column-chooser.tsx'
import { DataGrid } from '../../ui/data-grid/data-grid.tsx'
import type { DataGridHandle } from '../../ui/data-grid/data-grid-props.ts'
import { emptyLayout, isShown, useGridLayout } from '../../ui/data-grid/grid-layout.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Popover } from '../../ui/popover.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OpenQuestion, QuestionAt, type QuestionPlace } from './question-at.ts'
import { questionColumns } from './question-columns.tsx'
import { QuestionPages } from './question-pages.ts'
import styles from './run-screen.module.css'
import { TriageChips } from './triage-chips.tsx'

interface QuestionsProps {
  detail: RunDetail
  listing: QueryListing
  /** The question in the drawer. */
  openQueryId: string | undefined
  onChange: (changes: {
    sort?: string | undefined
    search?: string | undefined
    show?: string | undefined
    triage?: string | undefined
  }) => void
  onOpen: (queryId: string) => void
}

const filterNames: Record<QueryFilter, string> = {
  all: 'All questions',
  notRetrieved: 'Not retrieved',
  rankedLow: 'Ranked low',
  found: 'Found in the top 10',
  unjudged: 'Not judged',
}

/** All questions of the run, sortable by every score, with search and filters. 100,000 rows stay quick. */
export function Questions({ detail, listing, openQueryId, onChange, onOpen }: QuestionsProps) {
  const { client, connection } = useEngine()
  const { run, scoredMetrics } = detail
  const columns = useMemo(() => questionColumns(detail), [detail])
  const { layout, setLayout, reset } = useGridLayout('rungs.questions', emptyLayout)
  const metrics = columns
    .filter((column) => scoredMetrics.includes(column.id) && isShown(column, layout))
    .map(({ id }) => id)
    .slice(0, 24)
    .join(' ')
  const pages = useMemo(
    () => new QuestionPages(client, listing, metrics === '' ? [] : metrics.split(' ')),
    [client, listing, metrics],
  )
  const state = useSyncExternalStore(pages.subscribe, pages.state)
  useEffect(() => pages.load(0), [pages])
  useEffect(() => {
    if (connection === 'open' && pages.state().error !== null) pages.retry()
  }, [connection, pages])

  // A person overruled a judge: other questions are wrong now.
  const triaged = useRef(detail.triage)
  useEffect(() => {
    if (JSON.stringify(triaged.current) === JSON.stringify(detail.triage)) return
    triaged.current = detail.triage
    pages.refresh()
  }, [pages, detail.triage])

  // The rows stay while others are on the way, so that the table does not jump.
  const [known, setKnown] = useState<{ total: number; counts: NonNullable<typeof state.counts> } | null>(null)
  useEffect(() => {
    if (state.total !== null && state.counts) setKnown({ total: state.total, counts: state.counts })
  }, [state.total, state.counts])
  const total = state.total ?? known?.total ?? null
  const counts = state.counts ?? known?.counts ?? null
  const rows = useMemo(() => Array.from({ length: total ?? 0 }, (_, index): QuestionPlace => ({ index })), [total])

  const sorting = useMemo(
    () => (listing.sortBy === 'position' ? [] : [{ column: listing.sortBy, descending: listing.descending }]),
    [listing],
  )
  const grid = useRef<DataGridHandle>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another listing is read from its beginning
  useEffect(() => grid.current?.scrollToRow('0'), [listing])
  // A new function with every page, so that the cells that wait for it are drawn again.
  const { pages: loaded } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const questionAt = useMemo(() => (index: number) => pages.rowAt(index), [pages, loaded])

  const openIndex = useOpenIndex(listing, openQueryId)
  const inView = useRef<readonly QuestionPlace[]>([])
  const keepInView = useCallback((places: readonly QuestionPlace[]) => {
    inView.current = places
  }, [])
  // Stepping in the drawer leads the table with it.
  useEffect(() => {
    if (openIndex === null || inView.current.length === 0) return
    if (!inView.current.some(({ index }) => index === openIndex)) grid.current?.scrollToRow(String(openIndex))
  }, [openIndex])

  return (
    <>
      <div className={styles.toolbar}>
        <SearchField
          label="Search the questions"
          value={listing.search}
          onChange={(search) => onChange({ search: search || undefined })}
        />
        {hasRetrieval(run.recipe?.rung) && (
          <Select<QueryFilter>
            label="Which questions"
            value={listing.filter}
            onChange={(filter) => onChange({ show: filter === 'all' ? undefined : filter })}
            options={QueryFilter.options.map((filter) => [
              filter,
              counts ? `${filterNames[filter]} (${counts[filter].toLocaleString('en-US')})` : filterNames[filter],
            ])}
          />
        )}
        <span className={styles.quiet} role="status">
          {total !== null && `${total.toLocaleString('en-US')} shown`}
        </span>
        <span className={styles.toolbarEnd}>
          <Popover
            trigger={
              <Button size="small" icon={<Columns3 size={13} aria-hidden="true" />}>
                Columns
              </Button>
            }
            label="Columns"
          >
            <ColumnChooser columns={columns} layout={layout} onChange={setLayout} onReset={reset} />
          </Popover>
        </span>
      </div>
      <TriageChips detail={detail} chosen={listing.triage} onChoose={(triage) => onChange({ triage })} />
      {state.error !== null && (
        <Notice
          kind="error"
          actions={
            <Button size="small" onClick={() => pages.retry()}>
              Try again
            </Button>
          }
        >
          {errorSentence(state.error)}
        </Notice>
      )}
      {total === null && state.error === null && (
        <div className={styles.padded}>
          <Skeleton width="100%" height={200} label="Reading the questions" />
        </div>
      )}
      {total !== null && (
        <QuestionAt value={questionAt}>
          <OpenQuestion value={openQueryId}>
            <DataGrid
              label="Questions"
              rows={rows}
              rowId={placeKey}
              columns={columns}
              layout={layout}
              onLayoutChange={setLayout}
              sorting={sorting}
              onSortingChange={(next) => {
                // Only one decides: the engine sorts by one score, equal ones by the order of the eval set.
                const sort = next.at(-1)
                if (sort && !columns.find(({ id }) => id === sort.column)?.sortValue) return
                onChange({ sort: sort && `${sort.descending ? '-' : ''}${sort.column}` })
              }}
              sortedElsewhere
              onOpen={(place) => {
                const question = pages.rowAt(place.index)
                if (question) onOpen(question.queryId)
              }}
              rowHeight={32}
              handle={grid}
              empty={
                <EmptyState
                  title="No question matches"
                  action={
                    <Button onClick={() => onChange({ search: undefined, show: undefined, triage: undefined })}>
                      Show all questions
                    </Button>
                  }
                >
                  {`${run.queries.toLocaleString('en-US')} questions are hidden by the search and the filter.`}
                </EmptyState>
              }
              onVisibleRowsChange={keepInView}
            />
          </OpenQuestion>
        </QuestionAt>
      )}
    </>
  )
}

/** Where in the listing the question in the drawer is; null while that is not known, or when it is not in it. */
function useOpenIndex(listing: QueryListing, openQueryId: string | undefined): number | null {
  const { query } = useEngine()
  const neighbours = useQuery(
    query.results.neighbours.queryOptions({
      input: { ...listing, queryId: openQueryId ?? '' },
      enabled: openQueryId !== undefined,
    }),
  )
  return neighbours.data?.index ?? null
}

function placeKey({ index }: QuestionPlace): string {
  return String(index)
}
