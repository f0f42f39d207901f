import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { formatFigure } from '../../shared/charts/format-figure.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { useEngine } from '../rpc/engine.tsx'

/** What was spent this month, and of what; asked for again whenever a job gets on. */
export function MonthSpending() {
  const { query } = useEngine()
  const queries = useQueryClient()
  const month = useQuery(query.money.month.queryOptions())
  const jobs = useQuery(query.jobs.list.queryOptions())
  const progress = jobs.data?.map(progressOf).join(' ')
  useEffect(() => {
    if (progress !== undefined) void queries.invalidateQueries({ queryKey: query.money.month.key() })
  }, [progress, queries, query])
  if (!month.data) return null
  const { capUsd, confirmedUsd, unconfirmedUsd, sendingUsd, lines } = month.data
  const usd = (value: number) => formatFigure(value, 'usd')
  const isPartial = lines.some(({ unpricedCalls }) => unpricedCalls > 0)
  return (
    <span
      title={`Confirmed ${usd(confirmedUsd)}, unconfirmed at the worst case ${usd(unconfirmedUsd)}, on its way at the worst case ${usd(sendingUsd)}.${isPartial ? ' Calls at an unknown price come on top.' : ''}`}
    >
      Spend this month{' '}
      <b>
        {isPartial && 'at least '}
        {usd(confirmedUsd + unconfirmedUsd + sendingUsd)}
      </b>
      {capUsd !== null && ` of ${usd(capUsd)}`}
    </span>
  )
}

function progressOf({ jobId, status, itemsDone, progress }: JobSnapshot): string {
  return `${jobId} ${status} ${itemsDone} ${progress?.done ?? 0}`
}
