import { type RefObject, useCallback, useMemo, useState } from 'react'
import type { MenuAnchor } from '../../ui/anchored-menu.tsx'
import type { DataGridHandle } from '../../ui/data-grid/data-grid-props.ts'
import { type GridLayout, isShown } from '../../ui/data-grid/grid-layout.ts'
import type { EditableColumn } from './run-column-context.ts'
import { editableColumns, runColumns } from './run-columns.tsx'
import { RunMessage } from './run-message.tsx'
import type { RunRow } from './run-row.ts'
import { type AnswerColumns, noAnswerColumns } from './use-answer-columns.ts'
import { LiveJobs } from './use-live-jobs.tsx'
import type { PartialFigures } from './use-partial-figures.ts'
import type { useRunCommands } from './use-run-commands.ts'
import type { RunFigures } from './use-run-figures.ts'
import type { WhiskerAxis } from './whisker-axis.ts'

/** Columns as declared, for what depends on their names only. */
export const plainColumns = runColumns({
  baseline: null,
  figures: { interval: () => undefined, difference: () => undefined, verdict: () => undefined },
  partial: new Map(),
  whisker: { metric: 'ndcg@10', low: 0, high: 1 },
  answers: noAnswerColumns,
  jobs: new LiveJobs(),
  editing: null,
  onSave: () => {},
  onEditDone: () => {},
  onMenu: () => {},
})

interface Options {
  baseline: RunRow | null
  figures: RunFigures
  partial: PartialFigures
  whisker: WhiskerAxis
  answers: AnswerColumns
  jobs: LiveJobs
  commands: RefObject<ReturnType<typeof useRunCommands>>
  grid: RefObject<DataGridHandle | null>
  layout: GridLayout
  onLayoutChange: (layout: GridLayout) => void
}

/** What the rows show, what is edited in them, and whose menu is open. */
export function useRunTable(options: Options) {
  const { baseline, figures, partial, whisker, answers, jobs, commands, grid, layout, onLayoutChange } = options
  const [editing, setEditing] = useState<{ runId: string; column: EditableColumn } | null>(null)
  const [menu, setMenu] = useState<{ run: RunRow; anchor: MenuAnchor } | null>(null)
  const columns = useMemo(
    () =>
      runColumns({
        baseline,
        figures,
        partial,
        whisker,
        answers,
        jobs,
        editing,
        onSave: (run, column, text) => commands.current.save(run, column, text),
        onEditDone: (byKey) => {
          setEditing(null)
          if (byKey) grid.current?.focus()
        },
        onMenu: (run, anchor) => setMenu({ run, anchor }),
      }),
    [baseline, figures, partial, whisker, answers, jobs, editing, commands, grid],
  )
  const edit = useCallback(
    (run: RunRow, column: string) => {
      const editable = editableColumns.has(column) ? (column as EditableColumn) : 'name'
      // What is edited must be seen.
      const declared = plainColumns.find(({ id }) => id === editable)!
      if (!isShown(declared, layout)) onLayoutChange({ ...layout, shown: { ...layout.shown, [editable]: true } })
      setEditing({ runId: run.runId, column: editable })
    },
    [layout, onLayoutChange],
  )
  const message = useCallback(
    (run: RunRow, state: { active: boolean }) =>
      run.status === 'finished' || (run.status === 'running' && (partial.get(run.runId)?.size ?? 0) > 0) ? null : (
        <RunMessage
          run={run}
          jobs={jobs}
          active={state.active}
          onResume={({ jobId }) => commands.current.resume(jobId)}
        />
      ),
    [jobs, partial, commands],
  )
  return { columns, message, edit, menu, setMenu }
}
