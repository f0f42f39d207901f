import type { Evaluation } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { RunValue, ScoreColumn } from '../../../ports/run-store.ts'
import { containsAnswer } from '../../evaluation/contains-answer.ts'
import { exactMatch } from '../../evaluation/exact-match.ts'
import { labelReport } from '../../evaluation/label-report.ts'
import { matchesJsonSchema } from '../../evaluation/matches-json-schema.ts'
import { matchesRegex } from '../../evaluation/matches-regex.ts'
import { rouge } from '../../evaluation/rouge.ts'
import { tokenF1 } from '../../evaluation/token-f1.ts'
import { withinTolerance } from '../../evaluation/within-tolerance.ts'
import { answerWithoutCitations } from '../../generation/answer-without-citations.ts'
import { evaluatorMeasure } from '../../generation/evaluator-measure.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import type { RepetitionScores } from './repetition-scores.ts'

/** A score of one answer by one measure; null where the measure does not apply. */
type Scorer = (answer: string, golds: readonly string[]) => number | boolean | null | undefined

/** Score columns of a run's answers, in the split's order, and figures of the run as a whole. */
export interface AnswerScores {
  readonly columns: ReadonlyMap<string, ScoreColumn>
  readonly totals: ReadonlyMap<string, RunValue>
}

/**
 * Scores every answer with all measures that need no model. The value of an example is the mean over its repetitions;
 * a repetition that failed is left out, and an example without any answer is missing, never 0.
 * @param repeated takes the score of each repetition too.
 */
export function scoreAnswers(
  run: Pick<Run, 'runId'>,
  examples: EvalExamples,
  evaluators: readonly Evaluator[],
  { store }: Pick<ExperimentPorts, 'store'>,
  repeated: RepetitionScores | null = null,
): AnswerScores {
  const { queries } = examples
  const withReferences = queries.some(({ answers }) => answers.length > 0)
  const scorers = scorersOf(evaluators)
  const columns = new Map<string, ScoreColumn>()
  const columnOf = (name: string) => {
    let column = columns.get(name)
    if (!column) {
      column = new Float64Array(queries.length).fill(Number.NaN)
      columns.set(name, column)
    }
    return column
  }
  const labels: { truth: string; predicted: string }[] = []
  queries.forEach((query, position) => {
    const answers = store.answers.answersOf(run.runId, query.queryId).filter(({ failure }) => failure === null)
    if (answers.length === 0) return
    for (const [name, score] of scorers) {
      const values = answers.map(({ text }) => Number(score(answerWithoutCitations(text), query.answers) ?? Number.NaN))
      values.forEach((value, index) => {
        repeated?.add(name, answers[index]!.repetition, position, value)
      })
      const value = meanOf(values)
      if (!Number.isNaN(value)) columnOf(name)[position] = value
    }
    columnOf('abstained')[position] = meanOf(answers.map(({ abstained }) => Number(abstained)))
    const answerable = isAnswerable(query, examples)
    if (withReferences && answerable !== null) {
      columnOf('abstentionCorrect')[position] = meanOf(answers.map(({ abstained }) => Number(abstained !== answerable)))
    }
    if (evaluators.some(({ kind }) => kind === 'label') && query.answers.length > 0) {
      const predicted = answerWithoutCitations(answers[0]!.text).trim()
      const truths = query.answers.map((label) => label.trim())
      // As the score has it: any of the references is right. An answer that is none of them is held against the first.
      labels.push({ truth: truths.includes(predicted) ? predicted : truths[0]!, predicted })
    }
  })
  const totals = new Map<string, RunValue>()
  if (labels.length > 0) {
    const report = labelReport(
      labels.map(({ truth }) => truth),
      labels.map(({ predicted }) => predicted),
    )
    totals.set('macroF1', { value: report.macroF1, n: labels.length })
  }
  return { columns, totals }
}

/**
 * True when the example has a reference answer; false when it has neither answer nor relevant document, in a set whose
 * other examples have answers; null when nobody can say.
 */
export function isAnswerable(query: EvalQuery, { judgments }: Pick<EvalExamples, 'judgments'>): boolean | null {
  if (query.answers.length > 0) return true
  const relevant = [...(judgments.get(query.queryId)?.values() ?? [])].some((grade) => grade > 0)
  return relevant || query.spans.length > 0 ? null : false
}

/** The measures that need no model, by name. Reference measures do not apply to an example without references. */
function scorersOf(evaluators: readonly Evaluator[]): Map<string, Scorer> {
  const withGold =
    (score: Scorer): Scorer =>
    (answer, golds) =>
      golds.length === 0 ? null : score(answer, golds)
  const scorers = new Map<string, Scorer>([
    ['exactMatch', exactMatch],
    ['tokenF1', tokenF1],
    ['rougeL', withGold((answer, golds) => Math.max(...golds.map((gold) => rouge(answer, gold, 'unicode').rougeL.f)))],
  ])
  for (const evaluator of evaluators) {
    const scorer = scorerOf(evaluator)
    if (scorer) scorers.set(evaluatorMeasure(evaluator), withGoldWhereNeeded(evaluator, scorer, withGold))
  }
  return scorers
}

function withGoldWhereNeeded(evaluator: Evaluator, scorer: Scorer, withGold: (score: Scorer) => Scorer): Scorer {
  return evaluator.kind === 'regex' || evaluator.kind === 'jsonSchema' ? scorer : withGold(scorer)
}

function scorerOf(evaluator: Evaluator): Scorer | null {
  switch (evaluator.kind) {
    case 'contains':
      return containsAnswer
    case 'regex':
      return (answer) => matchesRegex(answer, evaluator.pattern)
    case 'jsonSchema':
      return (answer) => matchesJsonSchema(answer, evaluator.schema)
    case 'numeric':
      return (answer, golds) => withinTolerance(answer, golds, evaluator)
    case 'label':
      return (answer, golds) => golds.some((gold) => gold.trim() === answer.trim())
    default:
      return null
  }
}

/** The column of what a model judged: the mean over repetitions of the scores that exist. */
export function columnOfEvaluations(queries: readonly EvalQuery[], evaluations: Iterable<Evaluation>): ScoreColumn {
  const positions = new Map(queries.map(({ queryId }, position) => [queryId, position]))
  const sums = new Float64Array(queries.length)
  const counts = new Uint32Array(queries.length)
  for (const { queryId, score } of evaluations) {
    const position = positions.get(queryId)
    if (score === null || position === undefined) continue
    sums[position]! += score
    counts[position]! += 1
  }
  // 0 / 0: a question without a score.
  return sums.map((sum, position) => sum / counts[position]!)
}

/** @returns NaN for none. NaN values are left out. */
export function meanOf(values: readonly number[]): number {
  const present = values.filter((value) => !Number.isNaN(value))
  return present.reduce((sum, value) => sum + value, 0) / present.length
}
