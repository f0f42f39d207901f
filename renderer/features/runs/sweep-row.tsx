import { RotateCw, Square } from 'lucide-react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { JobId } from '../../../shared/domain/ids.ts'
import { Button } from '../../ui/button.tsx'
import type { GridGroup } from '../../ui/data-grid/grid-items.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import { SweepBudget } from './sweep-budget.tsx'
import { isActive, type LiveJobs, useLiveJob } from './use-live-jobs.tsx'

/** The group of runs that were started alone. */
export const aloneKey = 'alone'

interface SweepRowProps {
  group: GridGroup<RunRow>
  jobs: LiveJobs
  active: boolean
  onCancel: (jobId: JobId, finished: number) => void
  onResume: (jobId: JobId) => void
}

/** What a sweep's group row says: how many of its runs are where, the time left, and Cancel or Resume. */
export function SweepRow({ group, jobs, active, onCancel, onResume }: SweepRowProps) {
  const { jobId, sweepName } = group.rows[0]!
  const job = useLiveJob(jobs, jobId)
  const count = (status: RunRow['status']) => group.rows.filter((run) => run.status === status).length
  const finished = count('finished')
  const failed = count('failed')
  const parts = [
    `${finished} done`,
    ...(count('running') > 0 ? [`${count('running')} running`] : []),
    ...(count('queued') > 0 ? [`${count('queued')} waiting`] : []),
    ...(count('cancelled') > 0 ? [`${count('cancelled')} cancelled`] : []),
  ]
  const total = group.rows.length
  const alone = group.key === aloneKey
  const stopped = job !== null && !isActive(job) && finished < total
  return (
    <>
      <strong className={styles.sweepName}>{alone ? 'Single runs' : (sweepName ?? 'Sweep')}</strong>
      <span className={styles.quiet}>
        {alone && finished === total ? `${total}` : parts.join(' · ')}
        {spentText(group.rows)}
        {failed > 0 && <span className={styles.failed}> · {failed} failed</span>}
      </span>
      {!alone && group.rows.some(({ recipe }) => mayPay(recipe)) && (
        <SweepBudget jobId={jobId} active={isActive(job)} />
      )}
      {!alone && isActive(job) && (
        <>
          <span className={styles.sweepBar}>
            <ProgressBar fraction={total > 0 ? finished / total : null} label={`${sweepName}: runs done`} />
          </span>
          {job?.etaSeconds != null && <span className={styles.quiet}>{timeLeft(job.etaSeconds)}</span>}
          <span className={styles.sweepEnd}>
            <Button
              size="small"
              variant="danger"
              icon={<Square size={11} />}
              tabIndex={active ? 0 : -1}
              onClick={() => onCancel(jobId, finished)}
            >
              Cancel sweep
            </Button>
          </span>
        </>
      )}
      {!alone && stopped && (
        <span className={styles.sweepEnd}>
          <Button
            size="small"
            icon={<RotateCw size={12} />}
            tabIndex={active ? 0 : -1}
            aria-label={`Resume ${sweepName}`}
            onClick={() => onResume(jobId)}
          >
            Resume
          </Button>
        </span>
      )}
    </>
  )
}

/** Whether anything outside of this program is asked for it. */
function mayPay(recipe: RunRow['recipe']): boolean {
  if (recipe === null) return false
  const { generation, rerank, embedding } = recipe
  return generation !== null || rerank.kind !== 'none' || embedding.kind === 'openai'
}

/** What the finished runs paid, as far as that is known; nothing where nothing was paid. */
function spentText(runs: readonly RunRow[]): string {
  const finished = runs.filter((run) => run.status === 'finished')
  const spent = finished.reduce((sum, run) => sum + (run.figures.get('costUsd.spent')?.value ?? 0), 0)
  if (spent === 0) return ''
  return ` · spent ${formatFigure(spent, 'usd')}${finished.length < runs.length ? ' by those done' : ''}`
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`
  return `${Math.round(seconds / 60)} min left`
}
