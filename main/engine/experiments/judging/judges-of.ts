import type { Evaluator } from '../../../../shared/domain/evaluator.ts'

/** Evaluators that ask a model. */
export type Judge = Extract<Evaluator, { model: string }>

export const judgesOf = (evaluators: readonly Evaluator[]): Judge[] =>
  evaluators.filter((evaluator): evaluator is Judge => 'model' in evaluator)
