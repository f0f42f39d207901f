import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { Evaluator } from '../../../shared/domain/evaluator.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import type { DraftEvaluator } from '../../forms/draft-evaluator.ts'
import { EvaluatorsSection } from '../../forms/evaluators-section.tsx'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { readCap } from './read-cap.ts'
import styles from './run-screen.module.css'

interface ScoreAgainProps {
  run: Run
  open: boolean
  onOpenChange: (open: boolean) => void
  onStarted: () => void
}

const Wanted = z.object({ evaluators: z.array(Evaluator).min(1) })

/** Other or more evaluators for answers that are there. Begins with those that were applied before, the latest of each kind. */
export function ScoreAgain({ run, open, onOpenChange, onStarted }: ScoreAgainProps) {
  const { client, query } = useEngine()
  const applied = useQuery(
    query.experiments.evaluators.queryOptions({ input: { runId: run.runId }, enabled: open, staleTime: 0 }),
  )
  const [changed, setChanged] = useState<readonly DraftEvaluator[] | null>(null)
  const [cap, setCap] = useState('')
  const drafts = changed ?? latestOfEach(applied.data ?? [])
  const parsed = Wanted.safeParse({ evaluators: drafts }, { reportInput: true })
  const problems = parsed.success || drafts.length === 0 ? [] : describeIssues(parsed.error, 'the scoring')
  const capUsd = readCap(cap)
  const start = useMutation({
    mutationFn: (evaluators: Evaluator[]) =>
      client.experiments.evaluate({
        runIds: [run.runId],
        evaluators,
        ...(typeof capUsd === 'number' && { budget: { perRunUsd: null, perSweepUsd: capUsd } }),
      }),
    onSuccess: () => {
      setChanged(null)
      onOpenChange(false)
      onStarted()
    },
  })
  const asksModel = drafts.some((draft) => 'model' in draft)
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Score the answers again"
      wide
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!parsed.success || capUsd === 'invalid' || start.isPending}
            onClick={() => parsed.success && start.mutate(parsed.data.evaluators)}
          >
            Score again
          </Button>
        </>
      }
    >
      <div className={styles.scoreAgain}>
        <p>
          Nothing is generated again. A judge that is changed is a new version: its scores stand beside the older ones.
          An unchanged one is asked only where its reply could not be used.
        </p>
        {applied.isPending ? (
          <Skeleton width="100%" height={120} label="Reading the evaluators" />
        ) : (
          <EvaluatorsSection
            evaluators={drafts}
            retrieves={hasRetrieval(run.recipe?.rung)}
            problems={problems}
            onChange={setChanged}
          />
        )}
        {asksModel && (
          <TextField
            label="Cap for this scoring, in $"
            inputMode="decimal"
            placeholder="that of the run, if it has one"
            value={cap}
            error={capUsd === 'invalid' ? 'An amount above 0 and up to 1,000,000, or nothing for no cap.' : null}
            onChange={({ target }) => setCap(target.value)}
          />
        )}
        {problems.length > 0 && <Notice kind="warning">{problems.join('; ')}</Notice>}
        {start.isError && <Notice kind="error">{errorSentence(start.error)}</Notice>}
      </div>
    </Dialog>
  )
}

/** Older versions of a judge are done; what is offered to be changed is the latest. */
function latestOfEach(evaluators: readonly Evaluator[]): DraftEvaluator[] {
  const byName = new Map<string, Evaluator>()
  for (const evaluator of evaluators) {
    const key = 'name' in evaluator ? `${evaluator.kind} ${evaluator.name}` : evaluator.kind
    if (!byName.has(key)) byName.set(key, evaluator)
  }
  return [...byName.values()]
}
