import { useQueries } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { answerMeasures } from '../../../shared/domain/answer-measures.ts'
import { metricDefinitions } from '../../../shared/domain/metric.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { useEngine } from '../../rpc/engine.tsx'
import type { RunRow } from './run-row.ts'

/** What the table shows of answers, which depends on its runs. */
export interface AnswerColumns {
  /** Measures that evaluators made, such as `judge.quality#1a2b3c4d`. */
  readonly versioned: readonly string[]
  /** Columns that are shown before a reader chooses others. */
  readonly first: ReadonlySet<string>
}

export const noAnswerColumns: AnswerColumns = { versioned: [], first: new Set() }

/** Sweeps whose runs are looked at: all runs of one have the same evaluators, and older ones can be chosen by name. */
const mostSweeps = 8

/** Finds out which measures of answers the newest runs have. @param onChange is called with what the table should show. */
export function useAnswerColumns(rows: readonly RunRow[], onChange: (columns: AnswerColumns) => void): void {
  const { query } = useEngine()
  const answering = useMemo(() => rows.filter((run) => run.recipe?.generation != null), [rows])
  const sampled = useMemo(() => {
    const ofJobs = new Map<string, RunRow>()
    for (const run of answering) {
      if (run.status === 'finished' && !ofJobs.has(run.jobId)) ofJobs.set(run.jobId, run)
      if (ofJobs.size === mostSweeps) break
    }
    return [...ofJobs.values()]
  }, [answering])
  const names = useQueries({
    queries: sampled.map(({ runId }) => ({
      ...query.results.run.queryOptions({ input: { runId } }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
    combine: namesOf,
  })
  const answers = answering.length > 0
  useEffect(() => {
    if (!answers) return
    const versioned = names === '' ? [] : names.split(' ')
    const judge = versioned.find((name) => name.startsWith('judge'))
    onChange({ versioned, first: new Set([judge ?? 'tokenF1', 'costUsd.per1k']) })
  }, [answers, names, onChange])
}

/** As text, which is equal where the names are. */
function namesOf(details: readonly { readonly data: RunDetail | undefined }[]): string {
  const scored = new Set(details.flatMap(({ data }) => data?.scoredMetrics ?? []))
  return answerMeasures([...scored])
    .filter((name) => !metricDefinitions.has(name))
    .join(' ')
}

/** The columns that are there, or shown, only because of answers, for what depends on their names only. */
export function answerColumnsShown({ versioned, first }: AnswerColumns) {
  return [...new Set([...versioned, ...first])].map((id) => ({
    ...{ id, label: id, width: 0, render: () => null },
    optional: !first.has(id),
  }))
}
