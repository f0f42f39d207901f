import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'

const settleMs = 250

/** What an experiment would do, asked for when changes have settled. `spec` null = nothing to ask for. */
export function usePlan(spec: SweepSpec | null) {
  const { query } = useEngine()
  const text = spec && JSON.stringify(spec)
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), settleMs)
    return () => clearTimeout(timer)
  }, [text])
  const plan = useQuery({
    ...query.experiments.plan.queryOptions({
      input: settled ? (JSON.parse(settled) as SweepSpec) : { base: {}, grid: {} },
    }),
    enabled: settled !== null,
    retry: false,
    placeholderData: (before) => before,
    // Another sweep may have built an index meanwhile.
    staleTime: 0,
  })
  return {
    plan: plan.error ? null : (plan.data ?? null),
    problems: plan.error ? problemsOf(plan.error) : [],
    isSettled: settled === text && !plan.isFetching && spec !== null,
  }
}

/** What is wrong, one part per field where the engine says so. */
export function problemsOf(error: unknown): string[] {
  const data = error instanceof Error && 'data' in error ? error.data : null
  const problems = data !== null && typeof data === 'object' && 'problems' in data ? data.problems : null
  return Array.isArray(problems) && problems.length > 0 ? problems.map(String) : [errorSentence(error)]
}
