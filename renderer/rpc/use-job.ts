import { useEffect, useEffectEvent, useState } from 'react'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { ConnectionLostError } from './connection-lost-error.ts'
import { useEngine } from './engine.tsx'

/** How long to wait before a lost watch is taken up again. */
const retryMs = 1000

/**
 * Follows a job live until it ends. After a lost connection it goes on from the last event it saw.
 * @param onEnd called once when the job is finished, failed or cancelled.
 */
export function useJob(jobId: JobId | null, onEnd?: (snapshot: JobSnapshot) => void): JobSnapshot | null {
  const { client } = useEngine()
  const [snapshot, setSnapshot] = useState<JobSnapshot | null>(null)
  // The callback may be another one on every render; the watch must not start again for it.
  const ended = useEffectEvent((last: JobSnapshot) => onEnd?.(last))
  useEffect(() => {
    if (jobId === null) {
      setSnapshot(null)
      return
    }
    const stop = new AbortController()
    void follow(client, jobId, stop.signal, setSnapshot).then((last) => {
      if (last && !stop.signal.aborted) ended(last)
    })
    return () => stop.abort()
  }, [client, jobId])
  return snapshot
}

async function follow(
  client: ReturnType<typeof useEngine>['client'],
  jobId: JobId,
  signal: AbortSignal,
  show: (snapshot: JobSnapshot) => void,
): Promise<JobSnapshot | null> {
  let afterSeq: number | undefined
  let last: JobSnapshot | null = null
  while (!signal.aborted) {
    try {
      for await (const event of await client.jobs.watch(
        { jobId, ...(afterSeq === undefined ? {} : { afterSeq }) },
        { signal },
      )) {
        afterSeq = event.seq
        last = event.snapshot
        show(event.snapshot)
      }
      return last
    } catch (error) {
      if (signal.aborted || !(error instanceof ConnectionLostError)) return last
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }
  return null
}
