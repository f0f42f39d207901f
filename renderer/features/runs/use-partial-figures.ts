import { useEffect, useMemo, useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import type { RunRow } from './run-row.ts'

/** A few, now and then: the engine has to read the rankings of each. */
const mostRuns = 3
const everyMs = 3000

export type PartialFigures = ReadonlyMap<RunId, RunRow['figures']>

const none: PartialFigures = new Map()

/** What the first runs at work in view reach so far, over the questions answered by now. */
export function usePartialFigures(inView: readonly RunRow[], rows: readonly RunRow[]): PartialFigures {
  const { client } = useEngine()
  const [figures, setFigures] = useState(none)
  const running = useMemo(() => {
    const seen = new Set(inView.map(({ runId }) => runId))
    const atWork = rows.filter((run) => run.status === 'running' && run.answeredQueries > 0 && seen.has(run.runId))
    return atWork
      .slice(0, mostRuns)
      .map(({ runId }) => runId)
      .join(' ')
  }, [inView, rows])

  useEffect(() => {
    const runIds = running === '' ? [] : (running.split(' ') as RunId[])
    if (runIds.length === 0) {
      setFigures(none)
      return
    }
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const found = await Promise.all(runIds.map((runId) => client.results.run({ runId }, { signal: stop.signal })))
      if (stop.signal.aborted) return
      setFigures(
        new Map(
          found
            .filter(({ run }) => run.status === 'running')
            .map(({ run, figures: partial }) => [
              run.runId,
              new Map(
                partial.flatMap(({ metric, value, n }) => (value === null ? [] : [[metric, { value, n }] as const])),
              ),
            ]),
        ),
      )
    }
    const again = () => {
      // Figures that could not be had are asked for again; until then the row says what the run is doing.
      void look()
        .catch(() => {})
        .finally(() => {
          if (!stop.signal.aborted) timer = setTimeout(again, everyMs)
        })
    }
    again()
    return () => {
      stop.abort()
      clearTimeout(timer)
    }
  }, [client, running])
  return figures
}
