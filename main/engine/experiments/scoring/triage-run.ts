import type { Answer, SentPassage, Triage } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { RecipeRun } from '../../../../shared/domain/run.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import { triageAnswer } from '../../generation/triage-answer.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { isAnswerable } from './score-answers.ts'

/** From this score on an answer counts as right: of the judge where there is one, else token F1 (an exact match is 1). */
export const rightFrom = 0.5

/** Scores that triage looks at, by position in the split. */
export interface TriageColumns {
  readonly tokenF1: Float64Array | null
  readonly contains: Float64Array | null
  readonly judge: Float64Array | null
  readonly faithfulness: Float64Array | null
  readonly format: Float64Array | null
  /** Reciprocal rank of the first relevant document; null without retrieval. */
  readonly mrr: Float64Array | null
}

/**
 * Why each wrong answer of a run is wrong, by query id. The first repetition stands for the example.
 * @param overruled ids of queries whose answer a person found clearly better than the judge did.
 */
export function triageRun(
  run: RecipeRun,
  examples: EvalExamples,
  columns: TriageColumns,
  overruled: ReadonlySet<string>,
  ports: Pick<ExperimentPorts, 'store'>,
): Map<string, Triage> {
  const found = new Map<string, Triage>()
  examples.queries.forEach((query, position) => {
    const isOverruled = overruled.has(query.queryId)
    const triage = triageQuery(run, { query, position, isOverruled }, examples, columns, ports)
    if (triage) found.set(query.queryId, triage)
  })
  return found
}

/** The same of one query. @param asked.position in the split, which columns follow. */
export function triageQuery(
  run: RecipeRun,
  { query, position, isOverruled }: { query: EvalQuery; position: number; isOverruled: boolean },
  examples: Pick<EvalExamples, 'judgments'>,
  columns: TriageColumns,
  { store }: Pick<ExperimentPorts, 'store'>,
): Triage | null {
  const retrieves = hasRetrieval(run.recipe.rung)
  const answer = store.answers.answersOf(run.runId, query.queryId).find(({ failure }) => failure === null)
  if (!answer) return null
  const at = (column: Float64Array | null) => {
    const value = column?.[position]
    return value === undefined || Number.isNaN(value) ? null : value
  }
  const answerable = isAnswerable(query, examples)
  const score = at(columns.judge) ?? best(at(columns.tokenF1), at(columns.contains))
  // Without a score nobody can say that the answer is wrong, but where no answer exists.
  if (score === null && answerable !== false) return null
  const faithfulness = at(columns.faithfulness)
  const format = at(columns.format)
  const reciprocalRank = at(columns.mrr)
  return triageAnswer({
    right: score !== null && score >= rightFrom,
    judgeOverruled: isOverruled,
    abstained: answer.abstained,
    answerable,
    goldInRanking: retrieves && reciprocalRank !== null ? reciprocalRank > 0 : null,
    goldSent: retrieves ? isGoldSent(query, answer, examples) : null,
    unsupported: faithfulness === null ? null : faithfulness < 1,
    formatValid: format === null ? null : format >= 1,
  })
}

/** By gold spans where the example has them, else by relevant documents; null when no gold is known. */
function isGoldSent(
  query: EvalQuery,
  { passages }: Answer,
  { judgments }: Pick<EvalExamples, 'judgments'>,
): boolean | null {
  if (query.spans.length > 0) return query.spans.some((span) => passages.some((passage) => overlaps(passage, span)))
  const relevant = [...(judgments.get(query.queryId) ?? [])].filter(([, grade]) => grade > 0)
  if (relevant.length === 0) return null
  return relevant.some(([docId]) => passages.some((passage) => passage.docId === docId))
}

function overlaps(passage: SentPassage, span: EvalQuery['spans'][number]): boolean {
  return passage.docId === span.docId && passage.start < span.end && passage.end > span.start
}

function best(...scores: (number | null)[]): number | null {
  const present = scores.filter((score) => score !== null)
  return present.length === 0 ? null : Math.max(...present)
}
