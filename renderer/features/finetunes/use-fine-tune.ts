import { useEffect, useState } from 'react'
import type { FineTuneEvent, FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { ConnectionLostError } from '../../rpc/connection-lost-error.ts'
import { useEngine } from '../../rpc/engine.tsx'

/** How long to wait before a lost watch is taken up again. */
const retryMs = 1000

export interface LiveFineTune {
  readonly job: FineTuneJob | null
  /** Oldest first. */
  readonly events: readonly FineTuneEvent[]
  /** Grows when there are new points. */
  readonly pointsRevision: number
  readonly error: unknown
}

const nothing: LiveFineTune = { job: null, events: [], pointsRevision: 0, error: null }

/**
 * Follows a job live until it ends.
 * @param revision another number starts the watch again, as after an action on an ended job
 */
export function useFineTune(fineTuneJobId: FineTuneJobId, revision: number): LiveFineTune {
  const { client } = useEngine()
  const [live, setLive] = useState(nothing)
  // biome-ignore lint/correctness/useExhaustiveDependencies: revision only starts the watch again
  useEffect(() => {
    const stop = new AbortController()
    const { signal } = stop
    setLive((before) => (before.job?.fineTuneJobId === fineTuneJobId ? before : nothing))
    const follow = async () => {
      while (!signal.aborted) {
        try {
          for await (const { job, events, pointsRevision } of await client.fineTunes.watch(
            { fineTuneJobId },
            { signal },
          )) {
            setLive((before) => {
              const seen = before.events.at(-1)?.seq ?? 0
              const fresh = events.filter(({ seq }) => seq > seen)
              return { job, events: [...before.events, ...fresh], pointsRevision, error: null }
            })
          }
          return
        } catch (error) {
          if (signal.aborted) return
          if (!(error instanceof ConnectionLostError)) {
            setLive((before) => ({ ...before, error }))
            return
          }
          await new Promise((resolve) => setTimeout(resolve, retryMs))
        }
      }
    }
    void follow()
    return () => stop.abort()
  }, [client, fineTuneJobId, revision])
  return live
}
