import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { startedWith } from '../sweeps/started-with.ts'
import { rescoringsOf } from './rescorings-of.ts'

type Ports = Pick<ExperimentPorts, 'store'>

/** All evaluators that were applied to a run, each once, the latest first. */
export function evaluatorsOfRun(
  run: Pick<Run, 'runId' | 'jobId'>,
  ports: Ports,
  applied: readonly Evaluator[] = [],
): Evaluator[] {
  const all = [
    ...applied,
    ...rescoringsOf(run, ports).flatMap(({ evaluators }) => evaluators),
    ...startedWith(run, ports).evaluators,
  ]
  const byMeasure = new Map<string, Evaluator>()
  for (const evaluator of all) {
    const measure = evaluatorMeasure(evaluator)
    if (!byMeasure.has(measure)) byMeasure.set(measure, evaluator)
  }
  return [...byMeasure.values()]
}

/** The measure of the judge whose word decides what is wrong: the latest with a rubric; null without one. */
export function judgeMeasureOf(run: Pick<Run, 'runId' | 'jobId'>, ports: Ports): string | null {
  const judge = evaluatorsOfRun(run, ports).find(({ kind }) => kind === 'judge')
  return judge ? evaluatorMeasure(judge) : null
}
