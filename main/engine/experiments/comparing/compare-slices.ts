import type { Run } from '../../../../shared/domain/run.ts'
import type { ComparedSlices, SliceCell } from '../../../../shared/domain/slices.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { meanScoreAt, sharedScores } from './shared-scores.ts'
import { sliceQuestions } from './slice-questions.ts'

type Ports = Pick<ExperimentPorts, 'store' | 'compute'>

/**
 * Runs on groups of questions: mean of each and the paired difference to the baseline with its interval, over the
 * questions that the baseline and every comparable run have scored.
 * Throws AppError INVALID_INPUT when the measure has no value for each question.
 */
export async function compareSlices(
  runs: readonly Run[],
  baseline: Run,
  metric: string,
  { store, compute }: Ports,
): Promise<ComparedSlices> {
  const scores = sharedScores(runs, baseline, metric, { store })
  const { base, columns, positions } = scores
  const questions = store.examples
    .queriesAt(baseline.evalSetId, baseline.split, positions)
    .map(({ text, tags }, index) => ({ text, tags, meanScore: meanScoreAt(scores, positions[index]!) }))
  const { slices, omittedTags } = sliceQuestions(questions)
  const comparable = runs.flatMap((run, index) => (columns[index] ? [{ run, column: columns[index] }] : []))
  const differences = slices.flatMap(({ members }, slice) =>
    comparable.flatMap(({ run, column }) =>
      run.runId === baseline.runId
        ? []
        : [
            {
              metric: `${slice} ${run.runId}`,
              kind: 'mean' as const,
              values: Float64Array.from(members, (member) => {
                const position = positions[member]!
                return column[position]! - base![position]!
              }),
            },
          ],
    ),
  )
  const estimates = new Map(
    (await compute.estimateMeans(differences, baseline.provenance.seed)).map((estimate) => [estimate.metric, estimate]),
  )
  return {
    metric,
    shared: positions.length,
    omittedTags,
    slices: slices.map(({ ref, members }, slice) => ({
      ...ref,
      shared: members.length,
      cells: comparable.map(({ run, column }): SliceCell => {
        const sum = members.reduce((total, member) => total + column[positions[member]!]!, 0)
        const estimate = estimates.get(`${slice} ${run.runId}`)
        return {
          runId: run.runId,
          value: sum / members.length,
          difference: estimate?.value ?? null,
          ciLow: estimate?.ciLow ?? null,
          ciHigh: estimate?.ciHigh ?? null,
          n: members.length,
        }
      }),
    })),
  }
}
