import { useNavigate, useSearch } from '@tanstack/react-router'
import { Columns2, Plus } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { ColumnChooser } from '../../ui/data-grid/column-chooser.tsx'
import { DataGrid } from '../../ui/data-grid/data-grid.tsx'
import type { DataGridHandle } from '../../ui/data-grid/data-grid-props.ts'
import { isShown, orderColumns } from '../../ui/data-grid/grid-layout.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { useDensity } from '../../ui/theme.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { whiskerColumnId } from './metric-columns.tsx'
import { NoRuns } from './no-runs.tsx'
import { RunMenu } from './run-menu.tsx'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import { filterFields, filterRuns, type RunFilters, readSort, writeSort } from './runs-address.ts'
import { RunsExport } from './runs-export.tsx'
import { RunsFilters } from './runs-filters.tsx'
import { RunsFoot } from './runs-foot.tsx'
import { RunsLoading } from './runs-loading.tsx'
import { RunsToolbar } from './runs-toolbar.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { answerColumnsShown, noAnswerColumns, useAnswerColumns } from './use-answer-columns.ts'
import { FollowJobs, LiveJobs } from './use-live-jobs.tsx'
import { usePartialFigures } from './use-partial-figures.ts'
import { useRunCommands } from './use-run-commands.ts'
import { useRunFigures } from './use-run-figures.ts'
import { useRunLayout } from './use-run-layout.ts'
import { useRunSelection } from './use-run-selection.ts'
import { plainColumns, useRunTable } from './use-run-table.tsx'
import { useRuns } from './use-runs.ts'
import { useSweepGroups } from './use-sweep-groups.tsx'
import { whiskerAxis, whiskerMetric } from './whisker-axis.ts'

const noRuns: readonly RunRow[] = []

/** All runs side by side: what is best, how it stands against the baseline, what is at work. */
export function RunsScreen() {
  const address = useSearch({ from: '/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const density = useDensity()
  const sorting = useMemo(() => readSort(address.sort), [address.sort])
  const { layout, setLayout, reset } = useRunLayout(sorting)
  const [answers, setAnswers] = useState(noAnswerColumns)
  const metrics = useMemo(() => {
    const shown = [...plainColumns, ...answerColumnsShown(answers)]
      .filter((column) => isShown(column, layout))
      .map(({ id }) => id)
    const drawn = [
      ...(shown.includes(whiskerColumnId) ? [whiskerMetric(sorting)] : []),
      // What the rows of sweeps add up.
      ...(answers.first.size > 0 ? ['costUsd.spent'] : []),
    ]
    return [...new Set([...shown, ...drawn, ...sorting.map(({ column }) => column)])].filter(
      (id) => metricDefinition(id) !== undefined,
    )
  }, [layout, sorting, answers])
  // A part of the list is enough for its top only as long as it stands in its own order.
  const needsAll = sorting.length > 0 || isFiltered(address) || address.baseline !== undefined
  const list = useRuns(metrics, needsAll)
  const commands = useRunCommands(list)
  useAnswerColumns(list.rows, setAnswers)
  const [jobs] = useState(() => new LiveJobs())

  const baseline = useMemo(
    () => list.rows.find((run) => run.runId === address.baseline) ?? null,
    [list.rows, address.baseline],
  )
  const search = useDeferredValue(address.search ?? '')
  const shownRuns = useMemo(() => {
    const found = filterRuns(list.rows, address, search)
    return baseline ? found.filter((run) => run.runId !== baseline.runId) : found
  }, [list.rows, address, search, baseline])
  const pinnedRows = useMemo(() => (baseline ? [baseline] : noRuns), [baseline])

  const [inView, setInView] = useState<readonly RunRow[]>(noRuns)
  const withIntervals = useMemo(() => metrics.filter((metric) => metricDefinition(metric)?.kind !== 'total'), [metrics])
  const figures = useRunFigures(inView, withIntervals, baseline)

  const partial = usePartialFigures(inView, list.rows)

  const [exporting, setExporting] = useState(false)
  const [tagging, setTagging] = useState(false)
  const active = useRef<RunRow | null>(null)
  const grid = useRef<DataGridHandle>(null)
  const filterButton = useRef<HTMLButtonElement>(null)

  const setAddress = useCallback(
    (change: Partial<typeof address>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  )
  const { selected, change: setSelected, clear: clearSelection } = useRunSelection(address.selected, setAddress)
  const latest = useRef(commands)
  latest.current = commands
  const whisker = useMemo(() => whiskerAxis(list.rows, whiskerMetric(sorting)), [list.rows, sorting])
  const table = useRunTable({
    baseline,
    figures,
    partial,
    whisker,
    answers,
    jobs,
    commands: latest,
    grid,
    layout,
    onLayoutChange: setLayout,
  })
  const { columns, edit } = table
  const groupBySweep = address.group !== 'none'
  const grouping = useSweepGroups(list.rows, jobs, latest)

  const selectedRuns = useMemo(
    () => (selected.size === 0 ? noRuns : [...pinnedRows, ...shownRuns].filter((run) => selected.has(run.runId))),
    [selected, pinnedRows, shownRuns],
  )
  const concerned = () => (selectedRuns.length > 0 ? selectedRuns : active.current ? [active.current] : noRuns)
  const toggleBaseline = (run: RunRow | null | undefined) => {
    if (run) setAddress({ baseline: run.runId === address.baseline ? undefined : run.runId })
  }
  const remove = async (runs: readonly RunRow[]) => {
    if (!(await commands.remove(runs))) return
    clearSelection()
    if (runs.some((run) => run.runId === address.baseline)) setAddress({ baseline: undefined })
  }
  const onActive = useCallback((run: RunRow | null) => {
    active.current = run
  }, [])
  const removeConcerned = () => void remove(concerned())
  useKeys({
    j: () => grid.current?.move(1),
    k: () => grid.current?.move(-1),
    arrowdown: () => grid.current?.move(0),
    c: () => commands.compare(selectedRuns, baseline),
    b: () => toggleBaseline(selectedRuns.length === 1 ? selectedRuns[0] : active.current),
    r: () => active.current && commands.repeat(active.current),
    t: () => (selectedRuns.length > 0 ? setTagging(true) : active.current && edit(active.current, 'tags')),
    e: () => setExporting(true),
    f: () => filterButton.current?.click(),
    delete: removeConcerned,
    backspace: removeConcerned,
    escape: clearSelection,
  })

  if (list.error) {
    return (
      <>
        <ScreenBar title="Runs" />
        <Notice kind="error" actions={<Button onClick={() => void list.refresh()}>Try again</Button>}>
          The runs could not be read: {errorSentence(list.error)} Nothing was changed.
        </Notice>
      </>
    )
  }
  if (!list.isLoading && list.rows.length === 0) return <NoRuns />

  const filtered = filterFields.some((field) => address[field] !== undefined) || search !== ''
  const visible = orderColumns(columns, layout).filter((column) => isShown(column, layout))
  return (
    <div className={styles.screen}>
      <ScreenBar
        title={
          <>
            Runs
            <span className={styles.titleCount}>{list.isPartial ? '' : list.rows.length.toLocaleString('en-US')}</span>
          </>
        }
      >
        <Button icon={<Columns2 size={13} />} shortcut="C" onClick={() => commands.compare(selectedRuns, baseline)}>
          Compare
        </Button>
        <Button variant="primary" icon={<Plus size={13} />} shortcut="N" onClick={() => void navigate({ to: '/new' })}>
          New experiment
        </Button>
      </ScreenBar>
      <RunsToolbar
        search={address.search ?? ''}
        onSearch={(text) => setAddress({ search: text || undefined })}
        filters={
          <RunsFilters
            runs={list.rows}
            filters={address}
            onChange={(field, value) => setAddress({ [field]: value })}
            button={filterButton}
          />
        }
        grouped={groupBySweep}
        onGroup={(grouped) => setAddress({ group: grouped ? undefined : 'none' })}
        columnChooser={<ColumnChooser columns={columns} layout={layout} onChange={setLayout} onReset={reset} />}
        onExport={() => setExporting(true)}
      />
      {list.isLoading ? (
        <RunsLoading />
      ) : (
        <DataGrid
          label="Runs"
          rows={shownRuns}
          rowId={runIdOf}
          columns={columns}
          layout={layout}
          onLayoutChange={setLayout}
          sorting={sorting}
          onSortingChange={(next) => setAddress({ sort: writeSort(next) })}
          pinnedRows={pinnedRows}
          {...(groupBySweep ? { grouping } : {})}
          selection={{ selected, onChange: setSelected }}
          message={table.message}
          onOpen={(run) => commands.open(run, baseline)}
          onEdit={edit}
          isEditable={isEdited}
          onActiveRowChange={onActive}
          onVisibleRowsChange={setInView}
          rowHeight={density === 'compact' ? 32 : 35}
          handle={grid}
          empty={
            filtered && (
              <EmptyState
                title="No run matches"
                action={
                  <Button
                    onClick={() =>
                      void navigate({
                        search: ({ baseline: kept, sort, group }) => ({ baseline: kept, sort, group }),
                        replace: true,
                      })
                    }
                  >
                    Clear search and filters
                  </Button>
                }
              >
                {list.rows.length.toLocaleString('en-US')} runs are hidden by the search and the filters.
              </EmptyState>
            )
          }
        />
      )}
      <RunsFoot
        runs={shownRuns}
        total={list.rows.length}
        baseline={baseline}
        onUnpin={() => setAddress({ baseline: undefined })}
      />
      {selectedRuns.length > 0 && (
        <SelectionBar
          count={selectedRuns.length}
          onCompare={() => commands.compare(selectedRuns, baseline)}
          onBaseline={() => toggleBaseline(selectedRuns[0])}
          onExport={() => setExporting(true)}
          onDelete={removeConcerned}
          tagging={tagging}
          onTagging={(next, byKey) => {
            setTagging(next)
            if (byKey) grid.current?.focus()
          }}
          onTags={(text) => void commands.addTags(selectedRuns, text)}
          onClear={clearSelection}
        />
      )}
      <RunMenu
        open={table.menu}
        isBaseline={table.menu?.run.runId === address.baseline}
        onClose={() => table.setMenu(null)}
        onOpen={(run) => commands.open(run, baseline)}
        onBaseline={toggleBaseline}
        onRepeat={commands.repeat}
        onEdit={edit}
        onDelete={(run) => void remove([run])}
      />
      <RunsExport
        open={exporting}
        onOpenChange={setExporting}
        runs={selectedRuns.length > 0 ? selectedRuns : [...pinnedRows, ...shownRuns]}
        selected={selectedRuns.length > 0}
        baseline={baseline}
        columns={visible}
      />
      <FollowJobs jobs={jobs} runs={list.rows} onChange={list.refreshJob} />
    </div>
  )
}

const isFiltered = (address: RunFilters & { search?: string | undefined }): boolean =>
  filterFields.some((field) => address[field] !== undefined) || Boolean(address.search)
const runIdOf = (run: RunRow): string => run.runId
const isEdited = (column: string): boolean => column === 'tags' || column === 'notes'
