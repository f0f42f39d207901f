import { Ban, CircleAlert, CircleCheck, Clock, Play } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Run } from '../../../shared/domain/run.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './run-screen.module.css'

const statuses = {
  queued: { label: 'Queued', icon: Clock },
  running: { label: 'Running', icon: Play },
  finished: { label: 'Done', icon: CircleCheck },
  failed: { label: 'Failed', icon: CircleAlert },
  cancelled: { label: 'Cancelled', icon: Ban },
}

/** Which run this is and how it stands. */
export function RunHeader({ run, tabs }: { run: Run | undefined; tabs: ReactNode }) {
  return (
    <div className={styles.header}>
      {run ? <Identity run={run} /> : <Skeleton width={260} label="Reading the run" />}
      <div className={styles.tabs}>{tabs}</div>
    </div>
  )
}

function Identity({ run }: { run: Run }) {
  const { label, icon: Icon } = statuses[run.status]
  return (
    <>
      <strong className={styles.name} dir="auto" title={run.name}>
        {run.name}
      </strong>
      <RungBadge rung={run.recipe?.rung ?? null} />
      <span className={styles.id}>
        <code>{run.runId}</code>
        <CopyButton text={run.runId} what="the run id" />
      </span>
      <span className={styles.status} data-status={run.status}>
        <Icon size={14} aria-hidden="true" />
        {label}
      </span>
      <span className={styles.on} dir="auto">
        {`${run.evalSetName}, split ${run.split}, ${run.queries.toLocaleString('en-US')} questions`}
      </span>
    </>
  )
}
