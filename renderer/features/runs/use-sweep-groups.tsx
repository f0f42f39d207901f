import { type RefObject, useMemo, useState } from 'react'
import type { RunRow } from './run-row.ts'
import { aloneKey, SweepRow } from './sweep-row.tsx'
import type { LiveJobs } from './use-live-jobs.tsx'
import type { useRunCommands } from './use-run-commands.ts'

const none: ReadonlySet<string> = new Set()

/** The table's rows by sweep: their heads, and which of them are folded. */
export function useSweepGroups(
  rows: readonly RunRow[],
  jobs: LiveJobs,
  commands: RefObject<ReturnType<typeof useRunCommands>>,
) {
  const [collapsed, setCollapsed] = useState(none)
  return useMemo(
    () => ({
      groupOf: (run: RunRow) => run.sweepId ?? aloneKey,
      collapsed,
      onToggle: (key: string) =>
        setCollapsed((before) => {
          const next = new Set(before)
          if (!next.delete(key)) next.add(key)
          return next
        }),
      label: (key: string) =>
        key === aloneKey ? 'Single runs' : (rows.find((run) => run.sweepId === key)?.sweepName ?? 'Sweep'),
      render: (group: { key: string; rows: readonly RunRow[] }, state: { active: boolean }) => (
        <SweepRow
          group={group}
          jobs={jobs}
          active={state.active}
          onCancel={(jobId, finished) => commands.current.cancel(jobId, finished)}
          onResume={(jobId) => commands.current.resume(jobId)}
        />
      ),
    }),
    [collapsed, jobs, rows, commands],
  )
}
