import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import { assembleContext, type ContextPassage } from '../../generation/assemble-context.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { readRankedTexts } from '../searching/read-ranked-texts.ts'

/** What the model sees of a run's ranking for one query. Null chunk set: the run retrieves nothing. */
export function answerContext(
  run: RecipeRun,
  query: Pick<EvalQuery, 'queryId'>,
  chunkSet: ChunkSet | null,
  countTokens: (text: string) => number,
  ports: Pick<ExperimentPorts, 'store'>,
): ContextPassage[] {
  if (!chunkSet) return []
  const { context } = run.recipe
  const ranking = ports.store.runs.ranking(run.runId, query.queryId) ?? []
  const { corpusVersionId } = run.provenance
  const ranked = readRankedTexts(ranking, context.passages, { corpusVersionId, chunkSet }, ports)
  return assembleContext({ ranked, settings: context, countTokens })
}
