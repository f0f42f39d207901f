import { AppError } from '../../../../shared/domain/app-error.ts'
import { exampleDefinitions } from '../../../../shared/domain/metric.ts'
import type { RunTally } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { ScoreColumn } from '../../../ports/run-store.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** Runs side by side under one measure, question by question. */
export interface SharedScores {
  /** 1 where higher is better, −1 where lower is. */
  readonly sign: 1 | -1
  readonly isFraction: boolean
  readonly base: ScoreColumn | null
  /** One for each run; null where it cannot be compared or has no scores. Shape [runs][examples]. */
  readonly columns: readonly (ScoreColumn | null)[]
  readonly reasons: readonly RunTally['notComparable'][]
  /** Positions that the baseline and every comparable run have scored, ascending. */
  readonly positions: readonly number[]
}

/** Throws AppError INVALID_INPUT when the measure has no value for each question. */
export function sharedScores(
  runs: readonly Run[],
  baseline: Run,
  metric: string,
  { store }: Pick<ExperimentPorts, 'store'>,
): SharedScores {
  const definition = exampleDefinitions([metric])[0]
  if (!definition) {
    throw new AppError('INVALID_INPUT', `There is no measure "${metric}" with a value for each question.`, { metric })
  }
  const base = store.runs.scores(baseline.runId, metric)
  const reasons = runs.map((run) => reasonAgainst(run, baseline))
  const columns = runs.map((run, index) => (reasons[index] ? null : store.runs.scores(run.runId, metric)))
  const positions: number[] = []
  for (let position = 0; position < (base?.length ?? 0); position += 1) {
    const isShared =
      !Number.isNaN(base![position]!) && columns.every((column) => column === null || !Number.isNaN(column[position]!))
    if (isShared) positions.push(position)
  }
  return {
    sign: definition.better === 'lower' ? -1 : 1,
    isFraction: definition.unit === 'fraction',
    base,
    columns,
    reasons: reasons.map((reason, index) => reason ?? (columns[index] && base ? null : 'notScored')),
    positions,
  }
}

function reasonAgainst(run: Run, baseline: Run): RunTally['notComparable'] {
  if (run.evalSetId !== baseline.evalSetId) return 'evalSet'
  return run.split === baseline.split ? null : 'split'
}

/** The mean score at a position of all runs that have one; null for measures that are no fractions. */
export function meanScoreAt({ columns, isFraction, sign }: SharedScores, position: number): number | null {
  if (!isFraction) return null
  const values = columns.flatMap((column) => (column ? [column[position]!] : []))
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return sign === 1 ? mean : 1 - mean
}
