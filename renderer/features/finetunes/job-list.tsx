import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { curveWarnings } from '../../../shared/domain/describe-curve-flag.ts'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { pickCheckpoint } from '../../../shared/domain/pick-checkpoint.ts'
import { readCurve } from '../../../shared/domain/read-curve.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { Pill } from '../../ui/pill.tsx'
import styles from './job-list.module.css'
import { statusPills, statusWords } from './status-words.ts'

interface JobFlagsProps {
  fineTuneJobId: FineTuneJob['fineTuneJobId']
  /** Asked anew when these change. */
  checkpoints: number
  status: FineTuneJob['status']
}

/** What a job's curve warns of, in a few words; what cannot be told yet is left to its page. */
function JobFlags({ fineTuneJobId, checkpoints, status }: JobFlagsProps) {
  const { query } = useEngine()
  const { data } = useQuery({
    ...query.fineTunes.points.queryOptions({ input: { fineTuneJobId } }),
    queryKey: [...query.fineTunes.points.key({ input: { fineTuneJobId } }), 'list', checkpoints, status],
  })
  const hasEnded = status === 'succeeded' || status === 'failed' || status === 'cancelled'
  const flags = data
    ? readCurve(data).flags.filter(({ kind }) => kind in curveWarnings && (hasEnded || kind !== 'notConverged'))
    : []
  if (flags.length === 0) return null
  return (
    <span className={styles.jobLine}>
      {flags.map(({ kind }) => (
        <Pill key={kind} kind="warning">
          {curveWarnings[kind as keyof typeof curveWarnings]}
        </Pill>
      ))}
    </span>
  )
}

/** All jobs, the newest first. */
export function JobList({ jobs, chosen }: { jobs: readonly FineTuneJob[]; chosen: string | null }) {
  return (
    <ul className={styles.jobs}>
      {jobs.map((job) => {
        const best = pickCheckpoint(job.checkpoints)
        const cost = job.costUsd ?? job.costEstimateUsd
        return (
          <li key={job.fineTuneJobId}>
            <Link
              to="/finetunes"
              search={{ job: job.fineTuneJobId }}
              className={styles.job}
              aria-current={job.fineTuneJobId === chosen ? 'true' : undefined}
            >
              <span className={styles.jobLine}>
                <strong>{job.name}</strong>
                <Pill kind={statusPills[job.status]}>{statusWords[job.status]}</Pill>
              </span>
              <span className={styles.jobLine}>
                <span className={styles.note}>{job.baseModel || 'base model not known'}</span>
                <span className={styles.note}>
                  {cost === null
                    ? 'cost not known'
                    : `${job.costUsd === null ? 'est. ' : ''}${formatFigure(cost, 'usd')}`}
                </span>
              </span>
              {(best || job.tunedModel) && (
                <span className={styles.jobLine}>
                  <span className={styles.note}>{job.tunedModel ?? 'no tuned model yet'}</span>
                  {best && <span className={styles.note}>valid {best.validLoss!.toFixed(3)}</span>}
                </span>
              )}
              <JobFlags fineTuneJobId={job.fineTuneJobId} checkpoints={job.checkpoints.length} status={job.status} />
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
