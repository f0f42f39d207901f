import { AppError } from '../../../shared/domain/app-error.ts'
import type { TrainingOrigin, TrainingSource } from '../../../shared/domain/training-set.ts'
import type { Store } from '../../ports/store.ts'
import type { TrainingRow } from '../../ports/training-store.ts'

export interface SourceRows {
  readonly rows: readonly TrainingRow[]
  readonly origin: TrainingOrigin
  /** What was taken, in a sentence; what was left out is counted. */
  readonly change: string
}

/**
 * Rows from what a workspace holds: the question as the user's message, the answer as the assistant's.
 * Throws AppError NOT_FOUND, and INVALID_INPUT for a test split: what is measured there must not be learnt.
 */
export function rowsOfSource(source: TrainingSource, systemPrompt: string | null, store: Store): SourceRows {
  const rowOf = (question: string, answer: string): TrainingRow => ({
    messages: [
      ...(systemPrompt === null ? [] : [{ role: 'system', content: systemPrompt }]),
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ],
    extra: {},
    group: null,
    givenSplit: null,
  })
  return source.kind === 'eval-set'
    ? goldRows(source, systemPrompt, store, rowOf)
    : ratedRows(source, systemPrompt, store, rowOf)
}

type RowOf = (question: string, answer: string) => TrainingRow

function goldRows(
  { evalSetId, splits }: Extract<TrainingSource, { kind: 'eval-set' }>,
  systemPrompt: string | null,
  { datasets }: Store,
  rowOf: RowOf,
): SourceRows {
  const evalSet = datasets.listEvalSets().find((each) => each.evalSetId === evalSetId)
  if (!evalSet)
    throw new AppError('NOT_FOUND', 'This eval set is not there any more. Nothing was built.', { evalSetId })
  const questions = new Map<string, { text: string; answer: string | undefined }>()
  for (const split of splits) {
    refuseTestSplit(split, evalSet.name)
    if (!evalSet.splits.some(({ name }) => name === split)) {
      throw new AppError('NOT_FOUND', `${evalSet.name} has no split "${split}". Nothing was built.`, { split })
    }
    for (const { queryId, text, answers } of datasets.examples(evalSetId, split).queries) {
      questions.set(queryId, { text, answer: answers[0] })
    }
  }
  const rows = [...questions.values()].flatMap(({ text, answer }) =>
    answer === undefined ? [] : [rowOf(text, answer)],
  )
  return {
    rows,
    origin: { kind: 'eval-set', evalSetId, name: evalSet.name, splits: [...splits], systemPrompt, runId: null },
    change: `Took ${rows.length} questions with their answers from ${evalSet.name}, ${splits.join(', ')}${leftOut(questions.size - rows.length, 'without an answer')}`,
  }
}

function ratedRows(
  { runIds, minimumScore }: Extract<TrainingSource, { kind: 'ratings' }>,
  systemPrompt: string | null,
  { runs, ratings, answers, datasets }: Store,
  rowOf: RowOf,
): SourceRows {
  const rows: TrainingRow[] = []
  let rated = 0
  for (const runId of runIds) {
    const run = runs.run(runId)
    if (!run) throw new AppError('NOT_FOUND', 'One of these runs was deleted. Nothing was built.', { runId })
    refuseTestSplit(run.split, run.evalSetName)
    const texts = new Map(
      datasets.examples(run.evalSetId, run.split).queries.map(({ queryId, text }) => [queryId, text]),
    )
    for (const { queryId, repetition, score } of ratings.ratings(runId).values()) {
      rated += 1
      const answer = answers.answersOf(runId, queryId).find((each) => each.repetition === repetition)
      const text = texts.get(queryId)
      if (score >= minimumScore && answer && answer.failure === null && text !== undefined)
        rows.push(rowOf(text, answer.text))
    }
  }
  return {
    rows,
    origin: { kind: 'ratings', runIds: [...runIds], minimumScore, systemPrompt },
    change: `Took ${rows.length} answers that were rated ${minimumScore} or better${leftOut(rated - rows.length, 'rated lower')}`,
  }
}

function refuseTestSplit(split: string, where: string): void {
  if (split !== 'test') return
  throw new AppError(
    'INVALID_INPUT',
    `What is in the test split of ${where} is measured with and must not be learnt. Nothing was built. Choose another split.`,
    { split },
  )
}

function leftOut(count: number, why: string): string {
  return count === 0 ? '' : `; ${count} ${why} left out`
}
