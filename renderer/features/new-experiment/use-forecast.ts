import { useQuery } from '@tanstack/react-query'
import type { SweepForecast } from '../../../shared/domain/forecast.ts'
import type { SweepSpec } from '../../../shared/domain/recipe.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { problemsOf } from './use-plan.ts'

export interface ForecastState {
  readonly forecast: SweepForecast | null
  readonly problems: readonly string[]
  readonly isPending: boolean
}

/** What an experiment will cost. `spec` null = nothing to ask for, such as one that is not valid or not settled. */
export function useForecast(spec: SweepSpec | null): ForecastState {
  const { query } = useEngine()
  const { data, error, isFetching } = useQuery({
    ...query.experiments.forecast.queryOptions({ input: spec ?? { base: {}, grid: {} } }),
    enabled: spec !== null,
    retry: false,
    // Prices and caps change in Settings, answers in other runs.
    staleTime: 0,
  })
  if (spec === null) return { forecast: null, problems: [], isPending: false }
  return { forecast: error ? null : (data ?? null), problems: error ? problemsOf(error) : [], isPending: isFetching }
}
