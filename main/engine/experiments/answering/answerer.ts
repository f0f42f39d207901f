import type { Answer } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { ContextPassage } from '../../generation/assemble-context.ts'

/** Answers single examples of one run. */
export interface Answerer {
  /** How many examples to have under way at once. */
  readonly examplesAtOnce: number
  /** Throws CallFailure, AppError BUDGET_REACHED or SECRET_MISSING; a request that does not fit is an answer with a failure. */
  answer(example: PreparedExample, signal: AbortSignal): Promise<Omit<Answer, 'latencyMs'> & { generateMs: number }>
}

export interface PreparedExample {
  readonly query: Pick<EvalQuery, 'queryId' | 'text'>
  readonly repetition: number
  readonly passages: readonly ContextPassage[]
  /** Few-shot examples, written out. */
  readonly examples: string
}
