import type { JudgeCheck } from '../../shared/domain/results.ts'

/**
 * How far a judge was checked by people, in short: `κ 0.61 · 40 rated`, `3 rated`, `not checked by people`.
 * Null for a measure that no judge gave.
 */
export function judgeCheckText(checks: readonly JudgeCheck[], measure: string): string | null {
  const check = checks.find((candidate) => candidate.measure === measure)
  if (!check) return null
  if (check.rated === 0) return 'not checked by people'
  const rated = `${check.rated.toLocaleString('en-US')} rated`
  return check.kappa === null ? rated : `κ ${check.kappa.toFixed(2)} · ${rated}`
}

/** The same with what it means, for a hint. */
export function judgeCheckHint(checks: readonly JudgeCheck[], measure: string): string | null {
  const check = checks.find((candidate) => candidate.measure === measure)
  if (!check) return null
  if (check.rated === 0) return 'No person has rated these answers, so nobody knows how far this judge can be trusted.'
  return `Agreement with people (quadratic-weighted kappa): ${judgeCheckText(checks, measure)}. ${check.words}`
}
