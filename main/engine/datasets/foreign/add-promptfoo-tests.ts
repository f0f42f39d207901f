import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import type { RowOutcome } from '../parsing/file-tally.ts'
import type { PromptfooTest } from './promptfoo-test.ts'

/** The tests as questions of the import, all of them or none. */
export function addPromptfooTests(tests: readonly PromptfooTest[], ownId: string, builder: DatasetBuilder): RowOutcome {
  const rows = tests.map(({ otherAssertions: _, judgments, ...test }, index) => {
    const queryId = test.queryId ?? (tests.length === 1 ? ownId : `${ownId}.${index + 1}`)
    return {
      query: { ...test, queryId, spans: [], spansJudge: false },
      judgments: judgments.map((judgment) => ({ ...judgment, queryId, split: test.split ?? 'test' })),
    }
  })
  const checks = rows.flatMap(({ query, judgments }) => [
    builder.checkQuery(query),
    ...judgments.map((judgment) => builder.checkJudgment(judgment)),
  ])
  const refused = checks.find((check) => typeof check === 'object')
  if (refused !== undefined) return refused
  for (const { query, judgments } of rows) {
    builder.addQuery(query)
    for (const judgment of judgments) builder.addJudgment(judgment)
  }
  return checks.includes('accepted') ? 'accepted' : 'duplicate'
}
