import type { Evaluator } from '../../shared/domain/evaluator.ts'

/** An evaluator as it is typed: its settings may be wrong, so that the problem can name them. */
export type DraftEvaluator = { readonly kind: Evaluator['kind'] } & Readonly<Record<string, unknown>>
