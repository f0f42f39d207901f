import { Download } from 'lucide-react'
import { useState } from 'react'
import { exportFileName, exportOffers } from '../../../shared/domain/export-choices.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useRunExport } from '../../rpc/use-run-export.ts'
import { Button } from '../../ui/button.tsx'
import { ExportDialog } from '../../ui/export-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useKeys } from '../../ui/use-keys.ts'

/** The run as a file: its figures, or its rankings in TREC format. */
export function RunExport({ run, baseline }: { run: Run; baseline: Run | undefined }) {
  const [open, setOpen] = useState(false)
  const toast = useToast()
  const { state, start, cancel } = useRunExport((file) => {
    setOpen(false)
    toast({ message: `Exported the run as ${file}.` })
  })
  useKeys({ e: () => setOpen(true) })
  return (
    <>
      <Tooltip text="Export this run" shortcut="E">
        <Button icon={<Download size={14} aria-hidden="true" />} onClick={() => setOpen(true)}>
          Export
        </Button>
      </Tooltip>
      <ExportDialog
        open={open}
        onOpenChange={setOpen}
        title="Export this run"
        note={
          baseline
            ? `Every measure with its 95 % interval and n, and the difference to ${baseline.name}.`
            : 'Every measure with its 95 % interval and n.'
        }
        choices={exportOffers(1)}
        state={state}
        onExport={(format) =>
          void start({
            runIds: [run.runId],
            baseline: format === 'trec' ? undefined : baseline?.runId,
            format,
            name: exportFileName(run.name),
          })
        }
        onCancel={cancel}
      />
    </>
  )
}
