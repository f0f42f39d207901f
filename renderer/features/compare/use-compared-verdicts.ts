import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { useEngine } from '../../rpc/engine.tsx'

/**
 * Verdicts of runs against the baseline. The first measures come first, then some at a time, as a measure that was never
 * computed takes seconds where there are many runs, and as many cells filled in one frame would stop the page.
 * @param baseline undefined while the runs are not known.
 */
export function useComparedVerdicts(
  runIds: readonly RunId[],
  baseline: RunId | undefined,
  metrics: readonly string[],
): readonly Verdict[] {
  const { query } = useEngine()
  const [reached, setReached] = useState(0)
  const batches = useMemo(() => growingBatches(metrics), [metrics])
  const results = useQueries({
    queries: batches.map((batch, index) =>
      query.experiments.verdicts.queryOptions({
        input: { baseline: baseline ?? ('-' as RunId), runIds: [...runIds], metrics: batch },
        enabled: baseline !== undefined && runIds.length > 1 && index <= reached,
      }),
    ),
    combine: (all) => ({
      answered: all.findIndex(({ isPending }) => isPending),
      verdicts: all.flatMap(({ data }) => data ?? []),
    }),
  })
  // One that failed does not hold up the others.
  const next = results.answered === -1 ? batches.length : results.answered
  useEffect(() => {
    if (next === reached) return
    // Not before what has come is drawn.
    const frame = requestAnimationFrame(() => setReached(next))
    return () => cancelAnimationFrame(frame)
  }, [next, reached])
  return results.verdicts
}

const mostAtOnce = 4

/** Of one measure, two, four, and four each from there. */
function growingBatches(metrics: readonly string[]): string[][] {
  const batches: string[][] = []
  for (let from = 0, size = 1; from < metrics.length; size = Math.min(mostAtOnce, size * 2)) {
    batches.push(metrics.slice(from, from + size))
    from += size
  }
  return batches
}
