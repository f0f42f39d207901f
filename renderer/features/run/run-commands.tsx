import { useNavigate } from '@tanstack/react-router'
import { Activity, Columns2, Copy, Gauge, X } from 'lucide-react'
import { useState } from 'react'
import type { Run } from '../../../shared/domain/run.ts'
import { Button } from '../../ui/button.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { BaselinePicker } from './baseline-picker.tsx'
import { RunExport } from './run-export.tsx'
import styles from './run-screen.module.css'
import { ScoreAgain } from './score-again.tsx'

interface RunCommandsProps {
  run: Run
  baseline: Run | undefined
  onBaseline: (runId: string | undefined) => void
  /** Its answers are scored again now. */
  onScoring: () => void
}

/** What can be done with the run from its screen. */
export function RunCommands({ run, baseline, onBaseline, onScoring }: RunCommandsProps) {
  const navigate = useNavigate()
  const compare = () => {
    const runs = [...(baseline ? [baseline.runId] : []), run.runId].join(',')
    void navigate({ to: '/compare', search: { runs, baseline: baseline?.runId ?? run.runId } })
  }
  const repeat = () => void navigate({ to: '/new', search: { from: run.runId } })
  const [scoring, setScoring] = useState(false)
  const canScore = run.status === 'finished' && run.recipe?.generation != null
  useKeys({ c: compare, r: repeat, s: canScore ? () => setScoring(true) : undefined })
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
      <BaselinePicker run={run} baseline={baseline?.runId} onPick={onBaseline} />
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
      {canScore && (
        <>
          <Tooltip text="Apply other evaluators to the answers" shortcut="S">
            <Button icon={<Gauge size={14} aria-hidden="true" />} onClick={() => setScoring(true)}>
              Score again…
            </Button>
          </Tooltip>
          <ScoreAgain run={run} open={scoring} onOpenChange={setScoring} onStarted={onScoring} />
        </>
      )}
      {run.status === 'finished' && run.recipe && (
        <Tooltip text="Replay this recipe on a schedule and watch for drift">
          <Button
            aria-label="Monitor this recipe"
            icon={<Activity size={14} aria-hidden="true" />}
            onClick={() => void navigate({ to: '/monitor', search: { pin: run.runId } })}
          />
        </Tooltip>
      )}
      <RunExport run={run} baseline={baseline} />
    </>
  )
}
