import { useMutation } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useRef, useState } from 'react'
import type { DecisionEntries, DecisionFormat } from '../../../shared/domain/decision.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { type ExportChoice, ExportDialog } from '../../ui/export-dialog.tsx'
import { useToast } from '../../ui/toast.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useKeys } from '../../ui/use-keys.ts'

const mediaTypes: Readonly<Record<DecisionFormat, string>> = {
  html: 'text/html',
  md: 'text/markdown',
  json: 'application/json',
}

const choices: readonly ExportChoice<DecisionFormat>[] = [
  { format: 'html', label: 'HTML', description: 'one file to read, print and send', shortcut: 'H', refused: null },
  { format: 'md', label: 'Markdown', description: 'text for a pull request', shortcut: 'M', refused: null },
  { format: 'json', label: 'JSON', description: 'every figure in full precision', shortcut: 'J', refused: null },
]

/** The record that is shown, as a file. Inside, it says its version, or that it is a draft. */
export function DecisionExport({ entries }: { entries: DecisionEntries }) {
  const { client, host } = useEngine()
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const stop = useRef<AbortController | null>(null)
  useKeys({ e: () => setOpen(true) })
  const save = useMutation({
    mutationFn: async (format: DecisionFormat) => {
      const file = `rungs-decision.${format}`
      const abort = new AbortController()
      const { signal } = abort
      stop.current = abort
      const pieces = await client.decisions.export({ format, entries }, { signal })
      const isSaved = await host.save(file, mediaTypes[format], pieces, signal)
      if (!isSaved) return
      setOpen(false)
      toast({ message: `Exported the decision record as ${file}.` })
    },
  })
  return (
    <>
      <Tooltip text="Export the decision record" shortcut="E">
        <Button icon={<Download size={14} aria-hidden="true" />} onClick={() => setOpen(true)}>
          Export
        </Button>
      </Tooltip>
      <ExportDialog
        open={isOpen}
        onOpenChange={setOpen}
        title="Export the decision record"
        note="Answers, recommendation, gates, both checklists, the runs behind them and where their figures come from."
        choices={choices}
        state={
          save.isPending
            ? { kind: 'working', done: 0, total: 0, what: 'Writing the file' }
            : save.error && !stop.current?.signal.aborted
              ? { kind: 'failed', message: errorSentence(save.error) }
              : { kind: 'idle' }
        }
        onExport={(format) => save.mutate(format)}
        onCancel={() => stop.current?.abort()}
      />
    </>
  )
}
