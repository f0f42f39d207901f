import { useNavigate, useSearch } from '@tanstack/react-router'
import { Columns2, Columns3, FileDown, Group, Plus } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react'
import { metricDefinitions } from '../../../shared/domain/metric.ts'
import { errorSentence } from '../../rpc/error-sentence.ts'
import type { MenuAnchor } from '../../ui/anchored-menu.tsx'
import { Button } from '../../ui/button.tsx'
import { ColumnChooser } from '../../ui/data-grid/column-chooser.tsx'
import { DataGrid, type DataGridHandle } from '../../ui/data-grid/data-grid.tsx'
import { isShown, orderColumns, useGridLayout } from '../../ui/data-grid/grid-layout.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Popover } from '../../ui/popover.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useDensity } from '../../ui/theme.ts'
import { useKeys } from '../../ui/use-keys.ts'
import { NoRuns } from './no-runs.tsx'
import { type EditableColumn, editableColumns, initialLayout, runColumns } from './run-columns.tsx'
import { RunMenu } from './run-menu.tsx'
import { RunMessage } from './run-message.tsx'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import { type FilterField, filterFields, filterRuns, readSort, writeSort } from './runs-address.ts'
import { RunsExport } from './runs-export.tsx'
import { RunsFilters } from './runs-filters.tsx'
import { RunsFoot } from './runs-foot.tsx'
import { RunsLoading } from './runs-loading.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { aloneKey, SweepRow } from './sweep-row.tsx'
import { FollowJobs, LiveJobs } from './use-live-jobs.tsx'
import { useRunCommands } from './use-run-commands.ts'
import { useRunFigures } from './use-run-figures.ts'
import { useRuns } from './use-runs.ts'

const layoutKey = 'rungs.runs.columns'
const noIds: ReadonlySet<string> = new Set()
const noRuns: readonly RunRow[] = []
/** Columns as declared, for what depends on their names only. */
const plainColumns = runColumns({
  baseline: null,
  figures: { interval: () => undefined, difference: () => undefined },
  jobs: new LiveJobs(),
  editing: null,
  onSave: () => {},
  onEditDone: () => {},
  onMenu: () => {},
})

/** All runs side by side: what is best, how it stands against the baseline, what is at work. */
export function RunsScreen() {
  const address = useSearch({ from: '/runs' })
  const navigate = useNavigate({ from: '/runs' })
  const density = useDensity()
  const { layout, setLayout, reset } = useGridLayout(layoutKey, initialLayout)
  const sorting = useMemo(() => readSort(address.sort), [address.sort])
  const metrics = useMemo(() => {
    const shown = plainColumns.filter((column) => metricDefinitions.has(column.id) && isShown(column, layout))
    return [...new Set([...shown.map(({ id }) => id), ...sorting.map(({ column }) => column)])].filter((id) =>
      metricDefinitions.has(id),
    )
  }, [layout, sorting])
  const list = useRuns(metrics)
  const commands = useRunCommands(list)
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
  const withIntervals = useMemo(
    () => metrics.filter((metric) => metricDefinitions.get(metric)?.kind !== 'total'),
    [metrics],
  )
  const figures = useRunFigures(inView, withIntervals, baseline)

  const [editing, setEditing] = useState<{ runId: string; column: EditableColumn } | null>(null)
  const [menu, setMenu] = useState<{ run: RunRow; anchor: MenuAnchor } | null>(null)
  const [exporting, setExporting] = useState(false)
  const [selected, setSelected] = useState<ReadonlySet<string>>(noIds)
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(noIds)
  const active = useRef<RunRow | null>(null)
  const grid = useRef<DataGridHandle>(null)
  const filterButton = useRef<HTMLButtonElement>(null)

  const setAddress = useCallback(
    (change: Partial<typeof address>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  )
  const setFilter = (field: FilterField, value: string | undefined) => setAddress({ [field]: value })

  const latest = useRef(commands)
  latest.current = commands
  const columns = useMemo(
    () =>
      runColumns({
        baseline,
        figures,
        jobs,
        editing,
        onSave: (run, column, text) => latest.current.save(run, column, text),
        onEditDone: (byKey) => {
          setEditing(null)
          if (byKey) grid.current?.focus()
        },
        onMenu: (run, anchor) => setMenu({ run, anchor }),
      }),
    [baseline, figures, jobs, editing],
  )
  const edit = useCallback(
    (run: RunRow, column: string) => {
      const editable = editableColumns.has(column) ? (column as EditableColumn) : 'name'
      // What is edited must be seen.
      const declared = plainColumns.find(({ id }) => id === editable)!
      if (!isShown(declared, layout)) setLayout({ ...layout, shown: { ...layout.shown, [editable]: true } })
      setEditing({ runId: run.runId, column: editable })
    },
    [layout, setLayout],
  )
  const message = useCallback(
    (run: RunRow, state: { active: boolean }) =>
      run.status === 'finished' ? null : (
        <RunMessage
          run={run}
          jobs={jobs}
          active={state.active}
          onResume={({ jobId }) => latest.current.resume(jobId)}
        />
      ),
    [jobs],
  )
  const groupBySweep = address.group !== 'none'
  const grouping = useMemo(
    () => ({
      groupOf: (run: RunRow) => run.sweepId ?? aloneKey,
      collapsed,
      onToggle: (key: string) =>
        setCollapsed((before) => {
          const next = new Set(before)
          if (!next.delete(key)) next.add(key)
          return next
        }),
      label: (key: string) =>
        key === aloneKey ? 'Single runs' : (list.rows.find((run) => run.sweepId === key)?.sweepName ?? 'Sweep'),
      render: (group: { key: string; rows: readonly RunRow[] }, state: { active: boolean }) => (
        <SweepRow
          group={group}
          jobs={jobs}
          active={state.active}
          onCancel={(jobId, finished) => latest.current.cancel(jobId, finished)}
          onResume={(jobId) => latest.current.resume(jobId)}
        />
      ),
    }),
    [collapsed, jobs, list.rows],
  )

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
    setSelected(noIds)
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
    t: () => active.current && edit(active.current, 'tags'),
    e: () => setExporting(true),
    f: () => filterButton.current?.click(),
    delete: removeConcerned,
    backspace: removeConcerned,
    escape: () => setSelected(noIds),
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
            <span className={styles.titleCount}>{list.isLoading ? '' : list.rows.length.toLocaleString('en-US')}</span>
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
      <div className={styles.bar}>
        <div className={styles.search}>
          <SearchField
            label="Search runs"
            value={address.search ?? ''}
            onChange={(text) => setAddress({ search: text || undefined })}
          />
        </div>
        <RunsFilters runs={list.rows} filters={address} onChange={setFilter} button={filterButton} />
        <div className={styles.tools}>
          <Button
            variant="ghost"
            size="small"
            icon={<Group size={13} />}
            aria-pressed={groupBySweep}
            onClick={() => setAddress({ group: groupBySweep ? 'none' : undefined })}
          >
            {groupBySweep ? 'Grouped by sweep' : 'Not grouped'}
          </Button>
          <Popover
            label="Columns"
            trigger={
              <Button variant="ghost" size="small" icon={<Columns3 size={13} />}>
                Columns
              </Button>
            }
          >
            <ColumnChooser columns={columns} layout={layout} onChange={setLayout} onReset={reset} />
          </Popover>
          <Button
            variant="ghost"
            size="small"
            icon={<FileDown size={13} />}
            shortcut="E"
            onClick={() => setExporting(true)}
          >
            Export
          </Button>
        </div>
      </div>
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
          message={message}
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
          onClear={() => setSelected(noIds)}
        />
      )}
      <RunMenu
        open={menu}
        isBaseline={menu?.run.runId === address.baseline}
        onClose={() => setMenu(null)}
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

const runIdOf = (run: RunRow): string => run.runId
const isEdited = (column: string): boolean => column === 'tags' || column === 'notes'
