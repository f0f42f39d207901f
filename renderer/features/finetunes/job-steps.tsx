import { Check } from 'lucide-react'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import styles from './job-steps.module.css'

/** Where a job of this workspace stands on its way: preflight, upload, training, evaluation. */
export function JobSteps({ job, blockers, isMeasured }: { job: FineTuneJob; blockers: number; isMeasured: boolean }) {
  const isDone = job.status === 'succeeded'
  const isTraining = ['validating', 'queued', 'running', 'paused'].includes(job.status)
  const steps: readonly (readonly [name: string, isDone: boolean, isCurrent: boolean])[] = [
    ['Preflight', blockers === 0, false],
    ['Upload', isTraining || isDone || job.sentAt !== null, job.status === 'sending'],
    ['Training', isDone, isTraining],
    ['Evaluate', isMeasured, isDone && !isMeasured],
  ]
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map(([name, done, isCurrent]) => (
        <li key={name} data-done={done || undefined} aria-current={isCurrent ? 'step' : undefined}>
          {done && <Check size={12} aria-label="done" />}
          {name}
        </li>
      ))}
    </ol>
  )
}
