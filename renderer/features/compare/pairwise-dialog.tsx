import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { describeIssues } from '../../../shared/domain/describe-issues.ts'
import { defaultProvider } from '../../../shared/domain/model-provider.ts'
import { defaultPairwiseRubric, PairwiseRequest } from '../../../shared/domain/pairwise.ts'
import type { Run } from '../../../shared/domain/run.ts'
import type { DraftEvaluator } from '../../forms/draft-evaluator.ts'
import { FormRow } from '../../forms/form-row.tsx'
import formStyles from '../../forms/forms.module.css'
import { JudgeModel } from '../../forms/judge-model.tsx'
import { NumberInput } from '../../forms/number-input.tsx'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'

interface PairwiseDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  baseline: Run
  run: Run
  onStarted: () => void
}

const initial: DraftEvaluator = {
  kind: 'judge',
  rubric: defaultPairwiseRubric,
  model: '',
  provider: defaultProvider,
  maxOutputTokens: 500,
}

/** Who judges two runs in pairs, by what, and what that may cost. */
export function PairwiseDialog({ open, onOpenChange, baseline, run, onStarted }: PairwiseDialogProps) {
  const { client } = useEngine()
  const id = useId()
  const [draft, setDraft] = useState(initial)
  const [cap, setCap] = useState<number | string | null>(null)
  const { kind: _, ...judge } = draft
  const budget = cap === null ? {} : { budget: { perRunUsd: null, perSweepUsd: cap } }
  const request = { baseline: baseline.runId, runId: run.runId, judge, ...budget }
  const parsed = PairwiseRequest.safeParse(request, { reportInput: true })
  const problems = parsed.success || draft.model === '' ? [] : describeIssues(parsed.error, 'the judge')
  const start = useMutation({
    mutationFn: (valid: PairwiseRequest) => client.experiments.judgePairs(valid),
    onSuccess: () => {
      onOpenChange(false)
      onStarted()
    },
  })
  const change = (settings: Record<string, unknown>) => setDraft({ ...draft, ...settings })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Judge in pairs"
      wide
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!parsed.success || start.isPending}
            onClick={() => parsed.success && start.mutate(parsed.data)}
          >
            Judge
          </Button>
        </>
      }
    >
      <p className={formStyles.explanation}>
        {`A model says which of two answers is better, those of ${run.name} and of ${baseline.name}: twice for each question, with the order swapped. The cost is booked in the ledger of ${run.name}.`}
      </p>
      <FormRow label="Rubric" htmlFor={id}>
        <textarea
          id={id}
          className={formStyles.wide}
          rows={4}
          value={String(draft.rubric)}
          onChange={({ target }) => change({ rubric: target.value })}
        />
      </FormRow>
      <JudgeModel model={draft.model} provider={draft.provider} judge={draft} differ={false} onChange={change} />
      <FormRow label="Cap for this judging" explanation="It then stops and keeps every verdict.">
        <span className={formStyles.unit}>$</span>
        <NumberInput label="Cap for this judging" value={cap} placeholder="no cap" onChange={setCap} />
      </FormRow>
      {problems.length > 0 && <Notice kind="warning">{problems.join('; ')}</Notice>}
      {start.isError && <Notice kind="error">{errorSentence(start.error)}</Notice>}
    </Dialog>
  )
}
