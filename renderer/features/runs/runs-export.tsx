import { ClipboardCopy } from 'lucide-react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { exportFileName, exportOffers } from '../../../shared/domain/export-choices.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { useRunExport } from '../../rpc/use-run-export.ts'
import { Button } from '../../ui/button.tsx'
import { copyTable } from '../../ui/copy-table.ts'
import type { GridColumn } from '../../ui/data-grid/grid-column.ts'
import { ExportDialog } from '../../ui/export-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { whiskerColumnId } from './metric-columns.tsx'
import type { RunRow } from './run-row.ts'
import { statusLabels } from './runs-address.ts'

interface RunsExportProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  runs: readonly RunRow[]
  /** True when `runs` were selected, false when they are all that the table shows. */
  selected: boolean
  baseline: RunRow | null
  /** The shown columns, in their order: what Copy table copies. */
  columns: readonly GridColumn<RunRow>[]
}

export function RunsExport({ open, onOpenChange, runs, selected, baseline, columns }: RunsExportProps) {
  const toast = useToast()
  const { state, start, cancel } = useRunExport((file) => {
    onOpenChange(false)
    toast({ message: `Saved ${countOf(runs)} as ${file}.` })
  })
  const one = runs.length === 1
  return (
    <ExportDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Export ${countOf(runs)}`}
      note={
        <>
          {selected ? 'The selected runs' : 'All runs that the table shows'}, with every measure, its 95 % interval and
          n{baseline ? `, and the change against ${baseline.name}` : ''}. Text that a spreadsheet would take for a
          formula is escaped.
        </>
      }
      choices={exportOffers(runs.length)}
      state={state}
      onExport={(format) =>
        void start({
          runIds: runs.map((run) => run.runId),
          baseline: format === 'trec' ? undefined : baseline?.runId,
          format,
          name: one ? exportFileName(runs[0]!.name) : `rungs-runs-${new Date().toISOString().slice(0, 10)}`,
        })
      }
      onCancel={cancel}
      actions={
        <Button
          icon={<ClipboardCopy size={13} />}
          disabled={runs.length === 0}
          onClick={() => {
            const copied = copyTable(tableOf(runs, columns))
            toast({
              message: copied
                ? `Copied ${countOf(runs)} as a table.`
                : 'The system did not let the table be copied. Export it as CSV instead.',
            })
          }}
        >
          Copy table
        </Button>
      }
    />
  )
}

function countOf(runs: readonly unknown[]): string {
  return runs.length === 1 ? '1 run' : `${runs.length.toLocaleString('en-US')} runs`
}

/** The shown columns as text, the header first. */
function tableOf(runs: readonly RunRow[], columns: readonly GridColumn<RunRow>[]): string[][] {
  const copied = columns.filter(({ id }) => id !== 'menu' && id !== whiskerColumnId)
  return [copied.map(({ label }) => label), ...runs.map((run) => copied.map(({ id }) => cellText(run, id)))]
}

function cellText(run: RunRow, column: string): string {
  const definition = metricDefinition(column)
  if (definition) {
    const figure = run.figures.get(column)
    return figure ? formatFigure(figure.value, definition.unit) : ''
  }
  switch (column) {
    case 'name':
      return run.name
    case 'rung':
      return run.recipe?.rung ?? 'imported'
    case 'recipe':
      return run.recipe
        ? [...new Set([run.words.chunking, run.words.search, run.words.embedding, run.words.model])]
            .filter(Boolean)
            .join(' · ')
        : 'made elsewhere'
    case 'search':
      return run.words.search
    case 'chunking':
      return run.words.chunking
    case 'embedding':
      return run.words.embedding ?? ''
    case 'model':
      return run.words.model ?? ''
    case 'evalSet':
      return `${run.evalSetName} (${run.split})`
    case 'status':
      return statusLabels[run.status]
    case 'created':
      return run.createdAt
    case 'tags':
      return run.tags.join(', ')
    case 'notes':
      return run.notes
    default:
      return ''
  }
}
