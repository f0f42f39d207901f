import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import type { JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { useJob } from '../../rpc/use-job.ts'
import type { RunRow } from './run-row.ts'

/** The present state of the jobs that the table's runs belong to. Cells that show it subscribe to it, the table does not. */
export class LiveJobs {
  readonly #snapshots = new Map<JobId, JobSnapshot>()
  readonly #listeners = new Set<() => void>()

  get(jobId: JobId): JobSnapshot | null {
    return this.#snapshots.get(jobId) ?? null
  }

  set(snapshot: JobSnapshot): void {
    this.#snapshots.set(snapshot.jobId, snapshot)
    for (const listener of this.#listeners) listener()
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

export function useLiveJob(jobs: LiveJobs, jobId: JobId): JobSnapshot | null {
  return useSyncExternalStore(jobs.subscribe, () => jobs.get(jobId))
}

/** At most this often the runs of a job at work are asked for again. */
const refreshMs = 700

/** Follows every sweep that is at work or waits, and asks for its runs again as they change. */
export function FollowJobs(props: {
  jobs: LiveJobs
  runs: readonly RunRow[]
  onChange: (jobId: JobId) => Promise<void>
}) {
  const { query } = useEngine()
  const list = useQuery(query.jobs.list.queryOptions({ refetchInterval: 3000 }))
  const unfinished = useMemo(
    () => new Set(props.runs.filter((run) => run.status !== 'finished').map((run) => run.jobId)),
    [props.runs],
  )
  const { jobs } = props
  useEffect(() => {
    // Jobs that stand still are known from the list; the others tell by themselves.
    for (const job of list.data ?? []) if (unfinished.has(job.jobId) && !isActive(job)) jobs.set(job)
  }, [list.data, unfinished, jobs])
  const active = (list.data ?? []).filter((job) => job.kind === 'sweep' && isActive(job))
  return active.map((job) => <FollowJob key={job.jobId} jobId={job.jobId} jobs={jobs} onChange={props.onChange} />)
}

function FollowJob({
  jobId,
  jobs,
  onChange,
}: {
  jobId: JobId
  jobs: LiveJobs
  onChange: (jobId: JobId) => Promise<void>
}) {
  const refresh = useThrottled(() => onChange(jobId))
  const snapshot = useJob(jobId, refresh)
  useEffect(() => {
    if (!snapshot) return
    jobs.set(snapshot)
    refresh()
  }, [snapshot, jobs, refresh])
  return null
}

/** Calls at once, then at most every `refreshMs`, and once more at the end if it was asked meanwhile. */
function useThrottled(call: () => Promise<void>): () => void {
  const latest = useRef(call)
  latest.current = call
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const asked = useRef(false)
  useEffect(() => () => clearTimeout(timer.current ?? undefined), [])
  return useCallback(function run() {
    if (timer.current !== null) {
      asked.current = true
      return
    }
    // A lost connection is shown by the frame; the next change asks again.
    latest.current().catch(() => {})
    timer.current = setTimeout(() => {
      timer.current = null
      if (!asked.current) return
      asked.current = false
      run()
    }, refreshMs)
  }, [])
}

export function isActive(job: Pick<JobSnapshot, 'status'> | null): boolean {
  return job?.status === 'queued' || job?.status === 'running'
}
