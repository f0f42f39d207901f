import { z } from 'zod'
import { Evaluator } from '../../../../shared/domain/evaluator.ts'
import { RunId } from '../../../../shared/domain/ids.ts'
import { BudgetCaps } from '../../../../shared/domain/ledger.ts'
import { PairwiseJudge, type PairwiseResult, type PairwiseState } from '../../../../shared/domain/pairwise.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import { isDecidedByPlace } from '../../generation/pairwise-verdict.ts'
import { wilsonInterval } from '../../statistics/wilson-interval.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

/** The journalled specification of a job that judges one run against a baseline. */
export const PairwiseJobSpec = z.object({
  baseline: RunId,
  runId: RunId,
  judge: PairwiseJudge,
  budget: BudgetCaps.nullable(),
})
export type PairwiseJobSpec = z.infer<typeof PairwiseJobSpec>

/** `pairwise.BASELINE#1a2b3c4d`: another rubric or model is another version. */
export function pairwiseMeasure(baseline: RunId, judge: PairwiseJudge): string {
  const version = evaluatorMeasure(Evaluator.parse({ kind: 'judge', ...judge })).split('#')[1]
  return `pairwise.${baseline}#${version}`
}

/** All that judges said of a run against a baseline, and the job that is at it. */
export function pairwiseState(baseline: RunId, runId: RunId, { store }: Pick<ExperimentPorts, 'store'>): PairwiseState {
  const measures = store.answers.measures(runId).filter((measure) => measure.startsWith(`pairwise.${baseline}#`))
  const job = store.jobs.list('pairwise').findLast(({ spec }) => {
    const { data } = PairwiseJobSpec.safeParse(spec)
    return data?.baseline === baseline && data.runId === runId
  })
  const isOpen = job && job.status !== 'finished' && job.status !== 'cancelled'
  return {
    results: measures.map((measure) => resultOf(runId, measure, store.answers)),
    jobId: isOpen ? job.jobId : null,
  }
}

function resultOf(runId: RunId, measure: string, answers: ExperimentPorts['store']['answers']): PairwiseResult {
  let [wins, ties, losses, unread, byPlace] = [0, 0, 0, 0, 0]
  for (const evaluation of answers.evaluations(runId, measure)) {
    if (evaluation.score === null) unread += 1
    else if (evaluation.score === 1) wins += 1
    else if (evaluation.score === 0) losses += 1
    else ties += 1
    if (isDecidedByPlace(evaluation)) byPlace += 1
  }
  const n = wins + ties + losses
  const decided = wins + losses
  const interval = wilsonInterval(wins, decided)
  return {
    ...{ measure, n, wins, ties, losses, unread },
    share: decided === 0 ? null : wins / decided,
    ciLow: interval?.[0] ?? null,
    ciHigh: interval?.[1] ?? null,
    positionBias: n === 0 ? null : byPlace / n,
  }
}
