import { useEffect, useMemo, useRef, useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { MetricDifference, MetricInterval } from '../../../shared/domain/run-list.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { isComparable, type RunRow } from './run-row.ts'

/** Runs asked for together: the first time, the intervals of each take a good part of a second. */
const runsAtOnce = 6

export interface RunFigures {
  interval(runId: RunId, metric: string): MetricInterval | undefined
  difference(runId: RunId, metric: string): MetricDifference | undefined
  verdict(runId: RunId, metric: string): Verdict | undefined
}

const keyOf = (runId: string, metric: string) => `${runId} ${metric}`

/** Intervals, and differences to the baseline, of the finished runs in view: asked for once, then kept. */
export function useRunFigures(
  inView: readonly RunRow[],
  metrics: readonly string[],
  baseline: RunRow | null,
): RunFigures {
  const { client } = useEngine()
  const [intervals, setIntervals] = useState<ReadonlyMap<string, MetricInterval>>(new Map())
  const [differences, setDifferences] = useState<ReadonlyMap<string, MetricDifference>>(new Map())
  const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map())
  const asked = useRef(new Set<string>())
  const askedDifferences = useRef(new Set<string>())
  const askedVerdicts = useRef(new Set<string>())
  const baselineId = baseline?.runId ?? null
  const differencesOf = useRef<string | null>(null)
  if (differencesOf.current !== baselineId) {
    differencesOf.current = baselineId
    askedDifferences.current = new Set()
    askedVerdicts.current = new Set()
    if (differences.size > 0) setDifferences(new Map())
    if (verdicts.size > 0) setVerdicts(new Map())
  }

  useEffect(() => {
    const finished = inView.filter((run) => run.status === 'finished')
    const stop = new AbortController()
    const work = async () => {
      if (baseline) {
        const open = finished.filter((run) => isComparable(run, baseline) && run.runId !== baseline.runId)
        await ask(open, askedDifferences.current, 100, async (runIds, wanted) => {
          const found = await client.experiments.differences(
            { baseline: baseline.runId, runIds, metrics: wanted },
            { signal: stop.signal },
          )
          setDifferences((before) => merged(before, found))
        })
      }
      await ask(finished, asked.current, runsAtOnce, async (runIds, wanted) => {
        const found = await client.experiments.intervals({ runIds, metrics: wanted }, { signal: stop.signal })
        setIntervals((before) => merged(before, found))
      })
      if (!baseline) return
      // Last, as they rest on every run of the eval set: the first time they take seconds.
      const judged = finished.filter((run) => isComparable(run, baseline) && run.runId !== baseline.runId)
      await ask(judged, askedVerdicts.current, 200, async (runIds, wanted) => {
        // One measure after the other, so that the first is there while the last is computed.
        for (const metric of wanted) {
          const found = await client.experiments.verdicts(
            { baseline: baseline.runId, runIds, metrics: [metric] },
            { signal: stop.signal },
          )
          if (found.length > 0) setVerdicts((before) => merged(before, found))
        }
      })
    }
    const ask = async (
      runs: readonly RunRow[],
      known: Set<string>,
      atOnce: number,
      call: (runIds: RunId[], wanted: string[]) => Promise<void>,
    ) => {
      const open = runs.filter((run) => metrics.some((metric) => !known.has(keyOf(run.runId, metric))))
      for (let from = 0; from < open.length; from += atOnce) {
        if (stop.signal.aborted) return
        const batch = open.slice(from, from + atOnce)
        await call(
          batch.map((run) => run.runId),
          [...metrics],
        )
        for (const run of batch) for (const metric of metrics) known.add(keyOf(run.runId, metric))
      }
    }
    // Figures that could not be had are asked for again when the rows come into view; the table says what it has.
    work().catch(() => {})
    return () => stop.abort()
  }, [client, inView, metrics, baseline])

  return useMemo(
    () => ({
      interval: (runId, metric) => intervals.get(keyOf(runId, metric)),
      difference: (runId, metric) => differences.get(keyOf(runId, metric)),
      verdict: (runId, metric) => verdicts.get(keyOf(runId, metric)),
    }),
    [intervals, differences, verdicts],
  )
}

function merged<Figure extends { runId: string; metric: string }>(
  before: ReadonlyMap<string, Figure>,
  found: readonly Figure[],
): Map<string, Figure> {
  const next = new Map(before)
  for (const figure of found) next.set(keyOf(figure.runId, figure.metric), figure)
  return next
}
