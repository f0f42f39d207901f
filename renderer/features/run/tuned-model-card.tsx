import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TunedModel } from '../../../shared/domain/generation.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './run-screen.module.css'

/** Where the model of a run comes from: its job, the data it was trained on, and its curve, one click away each. */
export function TunedModelCard({ tuned }: { tuned: TunedModel }) {
  const { query } = useEngine()
  const { fineTuneJobId, checkpoint } = tuned
  const { data: job, error } = useQuery({
    ...query.fineTunes.get.queryOptions({ input: { reference: fineTuneJobId } }),
    retry: false,
  })
  const version = useQuery({
    ...query.fineTunes.trainingVersion.queryOptions({ input: { reference: job?.trainingVersionId ?? '-' } }),
    enabled: job?.trainingVersionId != null,
    retry: false,
  })
  const kept = job?.checkpoints.find(({ checkpointId }) => checkpointId === checkpoint)
  return (
    <Card title="Tuned model" note="what it was trained on, and how that went">
      {error && <Notice kind="error">{errorSentence(error)}</Notice>}
      {job && (
        <dl className={styles.lines}>
          <div>
            <dt>Job</dt>
            <dd>
              <Link to="/finetunes" search={{ job: fineTuneJobId }}>
                {job.name}
              </Link>
            </dd>
          </div>
          <div>
            <dt>Base model</dt>
            <dd>
              <span title={job.baseModel}>{job.baseModel || 'not known'}</span>
            </dd>
          </div>
          <div>
            <dt>Model</dt>
            <dd>{checkpoint === null ? 'the last one' : `checkpoint${kept ? ` of step ${kept.step}` : ''}`}</dd>
          </div>
          {version.data && (
            <div>
              <dt>Data</dt>
              <dd>
                <Link to="/datasets" search={{ trainingSet: version.data.name }}>
                  {version.data.name}, version {version.data.number}
                </Link>
              </dd>
            </div>
          )}
          {version.data && (
            <div>
              <dt>Preflight</dt>
              <dd>
                <Link to="/datasets" search={{ trainingSet: version.data.name, view: 'preflight' }}>
                  Report of its rows
                </Link>
              </dd>
            </div>
          )}
          <div>
            <dt>Curve</dt>
            <dd>
              <Link to="/finetunes" search={{ job: fineTuneJobId }} hash="curve">
                Loss by step
              </Link>
            </dd>
          </div>
        </dl>
      )}
    </Card>
  )
}
