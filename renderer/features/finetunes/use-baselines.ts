import { useQuery } from '@tanstack/react-query'
import type { EvalSetId, RunId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'

export type Shots = 'zero-shot' | 'few-shot'

export interface Baselines {
  /** Name of the eval set that holds the data's splits; null when there is none. */
  readonly evalSet: string | null
  readonly runs: readonly { readonly runId: RunId; readonly name: string; readonly shots: Shots }[]
  readonly missing: readonly Shots[]
}

/** The runs that measured the un-tuned model on the test split, the newest of each kind. */
export function useBaselines(evalSetId: EvalSetId | null, baseModel: string): Baselines {
  const { query } = useEngine()
  const { data } = useQuery({ ...query.experiments.list.queryOptions({ input: {} }), enabled: evalSetId !== null })
  const place = data?.evalSets.findIndex((evalSet) => evalSet.evalSetId === evalSetId) ?? -1
  const datasets = useQuery(query.datasets.list.queryOptions())
  const found = (data?.runs ?? []).flatMap((run) => {
    const recipe = run.recipe === null ? undefined : data!.recipes[run.recipe]
    if (run.evalSet !== place || run.split !== 'test' || run.status !== 'finished') return []
    if (recipe?.rung !== 'prompt' || recipe.generation?.model !== baseModel) return []
    const shots: Shots = recipe.prompt.examples.kind === 'none' ? 'zero-shot' : 'few-shot'
    return [{ runId: run.runId, name: run.name, shots }]
  })
  const kinds = ['zero-shot', 'few-shot'] as const
  const newest = kinds.flatMap((shots) => found.find((run) => run.shots === shots) ?? [])
  return {
    evalSet: datasets.data?.evalSets.find((evalSet) => evalSet.evalSetId === evalSetId)?.name ?? null,
    runs: newest,
    missing: kinds.filter((shots) => !newest.some((run) => run.shots === shots)),
  }
}
