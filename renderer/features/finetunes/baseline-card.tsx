import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { RunId } from '../../../shared/domain/ids.ts'
import { OpenAiProvider } from '../../../shared/domain/model-provider.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { trainedPrompt } from '../../../shared/domain/trained-prompt.ts'
import { isLocalTrainer, type TrainerSettings } from '../../../shared/domain/trainer.ts'
import type { TrainingVersion } from '../../../shared/domain/training-set.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './finetunes.module.css'

const shotsOfFewShot = 8

/** Whether the un-tuned model was measured on the test split of a version. */
export function useBaseline(version: TrainingVersion | undefined, baseModel: string) {
  const { query } = useEngine()
  return useQuery({
    ...query.trainingSets.baseline.queryOptions({
      input: { versionId: version?.versionId ?? ('-' as TrainingVersion['versionId']), baseModel: baseModel || '-' },
    }),
    enabled: version !== undefined && baseModel !== '',
    retry: false,
  })
}

interface BaselineCardProps {
  version: TrainingVersion
  baseModel: string
  trainer: TrainerSettings
}

/** The un-tuned model, measured or not, and the runs that measure it: without them nobody can say what tuning gained. */
export function BaselineCard({ version, baseModel, trainer }: BaselineCardProps) {
  const { data, error } = useBaseline(version, baseModel)
  return (
    <Card title="Before training" note={`the un-tuned model on ${version.counts.test} test rows`}>
      <div className={styles.cardBody}>
        {error && <Notice kind="error">{errorSentence(error)}</Notice>}
        {baseModel === '' && <p className={styles.quiet}>Name the base model first.</p>}
        {data && (
          <>
            <Measure kind="zero-shot" runs={data.zeroShot} {...{ version, baseModel, trainer }} />
            <Measure kind="few-shot" runs={data.fewShot} {...{ version, baseModel, trainer }} />
            <p className={styles.quiet}>
              Few-shot shows {shotsOfFewShot} rows of the train split above each question: often it is enough, and costs
              no training.
            </p>
          </>
        )}
      </div>
    </Card>
  )
}

interface MeasureProps extends BaselineCardProps {
  kind: 'zero-shot' | 'few-shot'
  /** The newest last. */
  runs: readonly RunId[]
}

function Measure({ kind, runs, version, baseModel, trainer }: MeasureProps) {
  const { client } = useEngine()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const isRemote = !isLocalTrainer(trainer) && trainer.kind !== 'azure'
  const start = useMutation({
    mutationFn: async () => {
      const { evalSet, systemPrompt } = await client.trainingSets.makeEvalSet({ versionId: version.versionId })
      const shots = kind === 'few-shot' ? shotsOfFewShot : 0
      if (!isRemote) {
        // Where the un-tuned model answers is not known: the form asks for it.
        await navigate({ to: '/new', search: { evalSet: evalSet.name, split: 'test', model: baseModel, shots } })
        return null
      }
      const examples = shots === 0 ? { kind: 'none' } : { kind: 'nearest', split: 'train', count: shots }
      const provider = OpenAiProvider.parse({ ...trainer, kind: 'openai' })
      return client.experiments.start(
        SweepSpec.parse({
          ...{ eval: evalSet.name, split: 'test' },
          base: {
            rung: 'prompt',
            generation: { model: baseModel, provider },
            prompt: { ...trainedPrompt(systemPrompt), examples },
          },
        }),
      )
    },
  })
  const job = useJob(start.data?.jobId ?? null, () => queries.invalidateQueries())
  const last = runs.at(-1)
  const isRunning = start.isPending || job?.status === 'running' || job?.status === 'queued'
  return (
    <div className={styles.measure}>
      {start.error && <Notice kind="error">{errorSentence(start.error)}</Notice>}
      {job?.status === 'failed' && <Notice kind="error">{job.error ?? 'The run failed.'}</Notice>}
      {last ? (
        <p>
          <Pill kind="good">{`${kind} measured`}</Pill>{' '}
          <Link to="/runs/$runId" params={{ runId: last }}>
            Open the {kind} run
          </Link>
        </p>
      ) : (
        <p className={styles.buttons}>
          <Pill kind="warning">{`${kind} missing`}</Pill>
          <Button size="small" disabled={isRunning} onClick={() => start.mutate()}>
            {isRunning ? `Measuring ${kind}` : `Measure ${kind}${isRemote ? '' : '…'}`}
          </Button>
        </p>
      )}
    </div>
  )
}
