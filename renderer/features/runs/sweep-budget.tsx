import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { JobId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { BudgetMeter } from '../../ui/budget-meter.tsx'

/** How often the spending of a sweep at work is asked for. */
const liveMs = 2000

/** A sweep's spending against its cap; nothing where it has none. */
export function SweepBudget({ jobId, active }: { jobId: JobId; active: boolean }) {
  const { query } = useEngine()
  const { data, refetch } = useQuery(
    query.experiments.spending.queryOptions({ input: { jobId }, refetchInterval: active ? liveMs : false }),
  )
  // Its last requests were settled after they were last asked about.
  useEffect(() => {
    if (!active) void refetch()
  }, [active, refetch])
  const capUsd = data?.caps.perSweepUsd ?? null
  return data && capUsd !== null ? <BudgetMeter spentUsd={data.sweepUsd} capUsd={capUsd} label="this sweep" /> : null
}
