import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { overruledQueries } from '../../../main/engine/experiments/scoring/overruled-queries.ts'
import { type TriageColumns, triageRun } from '../../../main/engine/experiments/scoring/triage-run.ts'
import { evaluatorMeasure } from '../../../main/engine/generation/evaluator-measure.ts'
import { Evaluator } from '../../../shared/domain/evaluator.ts'
import type { RatingScore } from '../../../shared/domain/rating.ts'
import type { RecipeRun } from '../../../shared/domain/run.ts'
import { at, evalSetId, runId, StoreFixture } from '../../contract/support/store-fixture.ts'

test.each([
  [0.75, 0.25, 'judgeError'],
  [0.75, 0.3, undefined],
  [0, 0.4, undefined],
] as const)('a rating of %d against a judge of %d triages as %s', (rating: RatingScore, score, expected) => {
  const store = openSqliteStore(':memory:')
  new StoreFixture(store).addRun()
  const judge = Evaluator.parse({ kind: 'judge', rubric: 'Be strict.', model: 'm' })
  const place = { queryId: 'q2', repetition: 0 }
  store.answers.add(runId, {
    ...{ ...place, text: 'yes', abstained: false, finishReason: 'stop', failure: null, passages: [], citations: [] },
    ...{ brokenCitations: 0, usage: null, latencyMs: { assemble: 0, generate: 0 }, cached: false, costUsd: 0 },
  })
  store.answers.addEvaluations(runId, [{ ...place, measure: evaluatorMeasure(judge), score, reason: '' }])
  store.ratings.set(runId, { ...place, score: rating, note: '', ratedAt: at })
  const run = store.runs.run(runId) as RecipeRun
  const examples = store.datasets.examples(evalSetId, 'test')
  const position = examples.queries.findIndex(({ queryId }) => queryId === 'q2')
  const judged = Float64Array.from(examples.queries, (_, index) => (index === position ? score : Number.NaN))
  const none = { tokenF1: null, contains: null, faithfulness: null, format: null, mrr: null }
  const columns: TriageColumns = { ...none, judge: judged }
  const triage = triageRun(run, examples, columns, overruledQueries(run, [judge], { store }), { store })
  expect(triage.get('q2') === 'judgeError' ? 'judgeError' : undefined).toBe(expected)
  store.close()
})
