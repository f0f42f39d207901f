import { useNavigate } from '@tanstack/react-router'
import { Columns2, Copy, Pin, X } from 'lucide-react'
import { useEffect, useEffectEvent } from 'react'
import type { Run } from '../../../shared/domain/run.ts'
import { RunPicker } from '../../rpc/run-picker.tsx'
import { Button } from '../../ui/button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import styles from './run-screen.module.css'

interface RunCommandsProps {
  run: Run
  baseline: Run | undefined
  onBaseline: (runId: string | undefined) => void
}

/** What can be done with the run from its screen. */
export function RunCommands({ run, baseline, onBaseline }: RunCommandsProps) {
  const navigate = useNavigate()
  const compare = () => {
    const runs = [...(baseline ? [baseline.runId] : []), run.runId].join(',')
    void navigate({ to: '/compare', search: { runs, baseline: baseline?.runId ?? run.runId } })
  }
  const repeat = () => void navigate({ to: '/new', search: { from: run.runId } })
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (event.key === 'c') compare()
    else if (event.key === 'r') repeat()
    else return
    event.preventDefault()
  })
  useEffect(() => {
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      {baseline && (
        <span className={styles.against}>
          <span className={styles.greyLine} aria-hidden="true" />
          <span dir="auto">{`baseline ${baseline.name}`}</span>
          <Button
            variant="ghost"
            size="small"
            aria-label="Remove the baseline"
            icon={<X size={13} />}
            onClick={() => onBaseline(undefined)}
          />
        </span>
      )}
      <RunPicker
        trigger={<Button icon={<Pin size={14} aria-hidden="true" />}>Baseline</Button>}
        label="Choose the baseline"
        chosen={new Set(baseline ? [baseline.runId] : [])}
        without={run.runId}
        evalSetId={run.evalSetId}
        split={run.split}
        onPick={(runId) => onBaseline(runId === baseline?.runId ? undefined : runId)}
      />
      <Tooltip text="Compare this run with others" shortcut="C">
        <Button icon={<Columns2 size={14} aria-hidden="true" />} onClick={compare}>
          Compare
        </Button>
      </Tooltip>
      <Tooltip text="A new experiment from this recipe" shortcut="R">
        <Button icon={<Copy size={14} aria-hidden="true" />} onClick={repeat}>
          Repeat
        </Button>
      </Tooltip>
    </>
  )
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest('input, textarea, select, [role="dialog"], [role="menu"]') !== null
}
