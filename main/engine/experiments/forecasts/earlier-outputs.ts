import type { Generation } from '../../../../shared/domain/generation.ts'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Earlier answers that tell how long they are, and from how many of the newest runs. */
export const earlierAnswers = 200
export const earlierRuns = 5

/** Under which pilots of a model are kept in the journal of calls: they belong to no run. */
export function pilotRunId(modelKey: string): RunId {
  return `pilot:${modelKey}` as RunId
}

/** What pilots of a model asked, and how long its answers were. */
export function pilotOf(
  modelKey: string,
  { store }: Pick<ExperimentPorts, 'store'>,
): { queryIds: ReadonlySet<string>; outputTokens: number[] } {
  const answered = store.calls
    .entries(pilotRunId(modelKey), 0, earlierAnswers)
    .filter(({ state, cached }) => state === 'confirmed' && !cached)
  return {
    queryIds: new Set(answered.flatMap(({ queryId }) => queryId ?? [])),
    outputTokens: answered.flatMap(({ usage }) => usage?.outputTokens ?? []),
  }
}

/** Output tokens of earlier answers of a model in this workspace, from its newest runs. */
export function earlierOutputs(
  { model, provider, maxOutputTokens }: Generation,
  { store }: Pick<ExperimentPorts, 'store'>,
): number[] {
  const runs = store.runs
    .listSummaries()
    .filter(
      ({ recipe }) => recipe?.generation?.model === model && recipe.generation.provider.baseUrl === provider.baseUrl,
    )
    .slice(-earlierRuns)
  const outputs: number[] = []
  for (const { runId } of runs.reverse()) {
    for (const { usage, failure } of store.answers.all(runId)) {
      if (outputs.length >= earlierAnswers) return outputs
      if (usage && failure === null) outputs.push(Math.min(maxOutputTokens, usage.outputTokens))
    }
  }
  return outputs
}
