import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { TrainingSource } from '../../../../shared/domain/training-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { useReadOnly } from '../../../rpc/use-read-only.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import type { DatasetsSearch } from '../datasets-search.ts'
import { formatCount } from '../format-counts.ts'
import styles from './training-set.module.css'

interface BuildTrainingSetProps {
  evalSet: EvalSet
  onOpen: (search: DatasetsSearch) => void
  onClose: () => void
}

/** Grades of the rating screen as fractions. */
const grades = [
  ['1', 'right in every way'],
  ['0.75', 'good or better'],
  ['0.5', 'half right or better'],
] as const

/** Rows for fine-tuning from the questions of an eval set, with their gold answers or with answers that people rated. */
export function BuildTrainingSet({ evalSet, onOpen, onClose }: BuildTrainingSetProps) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const splits = evalSet.splits.filter(({ name }) => name !== 'test')
  const [name, setName] = useState(`${evalSet.name} for training`)
  const [kind, setKind] = useState<TrainingSource['kind']>('eval-set')
  const [split, setSplit] = useState(splits[0]?.name ?? '')
  const [grade, setGrade] = useState('0.75')
  const [systemPrompt, setSystemPrompt] = useState('')
  const list = useQuery(query.experiments.list.queryOptions({ input: { metrics: [] } }))
  const runs = (list.data?.runs ?? []).filter(
    (run) => run.split === split && list.data!.evalSets[run.evalSet]?.evalSetId === evalSet.evalSetId,
  )
  const source: TrainingSource =
    kind === 'eval-set'
      ? { kind, evalSetId: evalSet.evalSetId, splits: [split] }
      : { kind, runIds: runs.map(({ runId }) => runId).slice(0, 200), minimumScore: Number(grade) }
  const build = useMutation({
    mutationFn: () =>
      client.trainingSets.build({ name, source, systemPrompt: systemPrompt.trim() === '' ? null : systemPrompt }),
    onSuccess: async (version) => {
      await queries.invalidateQueries({ queryKey: query.trainingSets.key() })
      onOpen({ trainingSet: version.name })
    },
  })
  const isReadOnly = useReadOnly()
  const isReady = !isReadOnly && splits.length > 0 && name.trim() !== '' && (kind === 'eval-set' || runs.length > 0)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Build a training set"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!isReady || build.isPending} onClick={() => build.mutate()}>
            Build
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {build.error && <Notice kind="error">{errorSentence(build.error)}</Notice>}
        {isReadOnly && (
          <Notice kind="info">Another Rungs process writes this workspace, so nothing can be built here.</Notice>
        )}
        {splits.length === 0 && (
          <Notice kind="info">
            This eval set has only a test split. What is measured there must not be learnt: import questions with a
            train split.
          </Notice>
        )}
        {splits.length > 0 && (
          <>
            <TextField label="Name" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
            <div className={styles.choice}>
              <span>Split</span>
              <Select
                label="Split"
                value={split}
                onChange={setSplit}
                options={splits.map((each) => [each.name, `${each.name}, ${formatCount(each.queries)} questions`])}
              />
            </div>
            <div className={styles.choice}>
              <span>Answers</span>
              <Select
                label="Answers"
                value={kind}
                onChange={setKind}
                options={[
                  ['eval-set', 'gold answers'],
                  ['ratings', 'rated answers of its runs'],
                ]}
              />
            </div>
            {kind === 'ratings' && (
              <div className={styles.choice}>
                <span>Rated</span>
                <Select label="Rated" value={grade} onChange={setGrade} options={grades} />
              </div>
            )}
            {kind === 'ratings' && list.data && runs.length === 0 && (
              <Notice kind="info">No run answered this split yet, so there is nothing that was rated.</Notice>
            )}
            <TextField
              label="System message"
              value={systemPrompt}
              hint="The same in every row. Empty = none."
              onChange={(event) => setSystemPrompt(event.target.value)}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}
