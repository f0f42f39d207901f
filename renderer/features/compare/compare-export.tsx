import { exportFileName, exportOffers } from '../../../shared/domain/export-choices.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useRunExport } from '../../rpc/use-run-export.ts'
import { ExportDialog } from '../../ui/export-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'

interface CompareExportProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  runIds: readonly RunId[]
  baseline: Run | undefined
}

/** The comparison as a file. */
export function CompareExport({ open, onOpenChange, runIds, baseline }: CompareExportProps) {
  const toast = useToast()
  const { state, start, cancel } = useRunExport((file) => {
    onOpenChange(false)
    toast({ message: `Exported the comparison as ${file}.` })
  })
  return (
    <ExportDialog
      open={open}
      onOpenChange={onOpenChange}
      title={runIds.length === 1 ? 'Export 1 run' : `Export ${runIds.length} runs`}
      note={
        <>
          Every measure with its 95 % interval and n{baseline ? `, and the difference to ${baseline.name}` : ''}. Text
          that a spreadsheet would take for a formula is escaped.
        </>
      }
      choices={exportOffers(runIds.length)}
      state={state}
      onExport={(format) =>
        void start({
          runIds,
          baseline: format === 'trec' ? undefined : baseline?.runId,
          format,
          name: exportFileName(`rungs-compare-${new Date().toISOString().slice(0, 10)}`),
        })
      }
      onCancel={cancel}
    />
  )
}
