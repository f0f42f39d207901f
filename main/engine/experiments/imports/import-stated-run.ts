import { latencyStages } from '../../../../shared/domain/metric.ts'
import type { RetrievedChunk } from '../../../../shared/domain/run.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { NewRun, RunValue, ScoreColumn } from '../../../ports/run-store.ts'
import type { Store } from '../../../ports/store.ts'
import type { StatedResult } from '../../datasets/results/stated-result.ts'
import { scoreAnswers } from '../scoring/score-answers.ts'
import { summarizeRun } from '../scoring/summarize-run.ts'
import { documentPlaces, noSides } from './document-places.ts'

interface StatedRunContext {
  readonly examples: EvalExamples
  /** Ids of the corpus version in order. */
  readonly documents: readonly string[]
  /** Scores of its rankings, where the file has none. */
  readonly scored: ReadonlyMap<string, ScoreColumn> | null
}

/**
 * Stores what a file of results says of a run: figures, scores, times, answers and documents as they stand there.
 * What has no scores of its own is scored here by document and against the references. Call it inside a transaction.
 * @param run stored already.
 */
export function storeStatedRun(
  run: NewRun,
  stated: StatedResult,
  { examples, documents, scored: ranked }: StatedRunContext,
  store: Store,
): void {
  const { runs, answers } = store
  const { queries } = examples
  const positions = new Map(queries.map(({ queryId }, position) => [queryId, position]))
  const places = documentPlaces(documents)
  const columns = new Map<string, ScoreColumn>()
  const rankings = new Map<string, RetrievedChunk[]>()
  for (const { queryId, scores, retrieved } of stated.examples) {
    for (const [metric, score] of Object.entries(scores)) {
      const column = columns.get(metric) ?? new Float64Array(queries.length).fill(Number.NaN)
      columns.set(metric, column)
      column[positions.get(queryId)!] = score ?? Number.NaN
    }
    if (retrieved === null) continue
    rankings.set(
      queryId,
      retrieved.map(({ docId, score }) => ({ chunk: places.of(docId), score, ...noSides })),
    )
  }
  for (const example of stated.examples) {
    for (const answer of example.answers) {
      // Passages are of another run's chunks; here they point at their documents.
      const passages = answer.passages.map((passage) => ({ ...passage, chunk: places.of(passage.docId) }))
      answers.add(run.runId, { ...answer, passages })
    }
  }
  runs.setForeignDocuments(run.runId, places.foreign)
  runs.addRankings(run.runId, rankings)
  const own = new Map([...columns].filter(([, column]) => column.some((score) => !Number.isNaN(score))))
  const isAnswered = stated.examples.some((example) => example.answers.length > 0)
  const needsScores = stated.figures.length === 0 && [...own.keys()].every((metric) => metric.startsWith('assertions'))
  const answered = isAnswered && needsScores ? scoreAnswers(run, examples, [], { store }).columns : []
  const scored = new Map([...(ranked ?? []), ...answered, ...own])
  runs.setScores(run.runId, scored)
  runs.setLatencies(
    run.runId,
    new Map(
      latencyStages.flatMap((stage) => {
        const valuesMs = stated.examples.flatMap(({ latencyMs }) => latencyMs[stage] ?? [])
        return valuesMs.length === 0 ? [] : [[stage, valuesMs]]
      }),
    ),
  )
  const triage = stated.examples.flatMap(({ queryId, triage: kind }) =>
    kind === null ? [] : [[queryId, kind] as const],
  )
  answers.setTriage(run.runId, new Map(triage))
  if (stated.figures.length > 0) runs.setStatedFigures(run.runId, stated.figures)
  const values = stated.figures.map(({ metric, value, n }): [string, RunValue] => [metric, { value, n }])
  summarizeRun(run, runs, new Map(values))
}
