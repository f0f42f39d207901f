import { Link } from '@tanstack/react-router'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { pickCheckpoint } from '../../../shared/domain/pick-checkpoint.ts'
import { Pill } from '../../ui/pill.tsx'
import styles from './finetunes.module.css'
import { statusPills, statusWords } from './status-words.ts'

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
                <span className={styles.quiet}>{job.baseModel || 'base model not known'}</span>
                <span className={styles.quiet}>
                  {cost === null
                    ? 'cost not known'
                    : `${job.costUsd === null ? 'est. ' : ''}${formatFigure(cost, 'usd')}`}
                </span>
              </span>
              {(best || job.tunedModel) && (
                <span className={styles.jobLine}>
                  <span className={styles.quiet}>{job.tunedModel ?? 'no tuned model yet'}</span>
                  {best && <span className={styles.quiet}>valid {best.validLoss!.toFixed(3)}</span>}
                </span>
              )}
            </Link>
          </li>
        )
      })}
    </ul>
  )
}
