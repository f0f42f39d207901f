import { useQuery } from '@tanstack/react-query'
import { Pin } from 'lucide-react'
import { useMemo } from 'react'
import type { Run } from '../../../shared/domain/run.ts'
import { runChoices } from '../../../shared/domain/run-choices.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { PickList } from '../../ui/pick-list.tsx'
import { Popover } from '../../ui/popover.tsx'

interface BaselinePickerProps {
  run: Run
  baseline: string | undefined
  onPick: (runId: string | undefined) => void
}

/** Chooses the run that this one is held against. */
export function BaselinePicker(props: BaselinePickerProps) {
  return (
    <Popover
      trigger={<Button icon={<Pin size={14} aria-hidden="true" />}>Baseline</Button>}
      label="Choose the baseline"
    >
      <Choices {...props} />
    </Popover>
  )
}

/** Only there, and only asked for, while the panel is open. */
function Choices({ run, baseline, onPick }: BaselinePickerProps) {
  const { query } = useEngine()
  const list = useQuery(query.experiments.list.queryOptions({ input: { metrics: [] } }))
  const options = useMemo(
    () =>
      list.data
        ? runChoices(list.data, run)
            .filter(({ runId }) => runId !== run.runId)
            .map(({ runId, name, detail }) => ({ value: runId, label: name, detail }))
        : [],
    [list.data, run],
  )
  return (
    <PickList
      label="Find a run"
      options={options}
      chosen={new Set(baseline ? [baseline] : [])}
      onPick={(runId) => onPick(runId === baseline ? undefined : runId)}
      note={list.isError ? errorSentence(list.error) : undefined}
    />
  )
}
