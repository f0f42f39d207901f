import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo } from 'react'
import type { Run } from '../../../shared/domain/run.ts'
import { runChoices } from '../../../shared/domain/run-choices.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { Popover } from '../../ui/popover.tsx'
import { mostBeside } from './compare-search.ts'

interface RunPickerProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  chosen: readonly string[]
  beside: Run | null
  onPick: (runId: string) => void
}

/** Adds runs to the comparison and takes them out. */
export function RunPicker({ open, onOpenChange, ...rest }: RunPickerProps) {
  return (
    <Popover
      open={open}
      onOpenChange={onOpenChange}
      label="Runs of this comparison"
      trigger={
        <Button icon={<Plus size={14} aria-hidden="true" />} shortcut="A">
          Add run
        </Button>
      }
    >
      <Choices {...rest} />
    </Popover>
  )
}

/** Only there, and only asked for, while the panel is open. */
function Choices({ chosen, beside, onPick }: Pick<RunPickerProps, 'chosen' | 'beside' | 'onPick'>) {
  const { query } = useEngine()
  const list = useQuery(query.experiments.list.queryOptions({ input: { metrics: [] } }))
  const options = useMemo(
    () =>
      list.data
        ? runChoices(list.data, beside).map(({ runId, name, detail }) => ({ value: runId, label: name, detail }))
        : [],
    [list.data, beside],
  )
  const note = list.isError
    ? errorSentence(list.error)
    : chosen.length >= mostBeside
      ? `${mostBeside} of ${mostBeside} runs: take one out to add another.`
      : `${chosen.length} of at most ${mostBeside} runs. Enter adds or takes out.`
  return <PickList label="Find a run" options={options} chosen={new Set(chosen)} onPick={onPick} note={note} />
}
