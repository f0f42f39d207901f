import { expect, test } from 'vitest'
import { importSummary } from '../../../main/cli/import-summary.ts'
import type { ImportReport } from '../../../shared/domain/dataset-import.ts'

/** A report with so many of everything. */
const reportOf = (n: number) =>
  ({
    name: 'notes',
    dryRun: false,
    files: [],
    rejections: [],
    documents: n,
    duplicateDocuments: n,
    queries: n,
    judgments: n,
    spans: 0,
    corpus: { corpusName: 'notes', number: 1, versionId: '0123456789abcdef', documents: n },
    corpusDiff: null,
    evalSet: { name: 'notes', splits: [{ name: 'test', queries: n, judgedQueries: n }] },
    runs: [],
    notes: [],
  }) as unknown as ImportReport

test('the summary of an import: one is said as one, several as several', () => {
  expect(importSummary(reportOf(1))).toBe(`notes

documents 1 (and 1 duplicate, stored once) · queries 1 · judgments 1 · gold spans 0
corpus notes, version 1 (0123456789ab), 1 document: new
eval set notes: splits test (1 query, 1 with relevant documents)
`)
  const several = importSummary(reportOf(2))
  for (const part of ['2 duplicates', '2 documents: new', '2 queries,']) expect(several).toContain(part)
})

test('a run of figures alone is not said to answer nothing', () => {
  const run = { ...{ runId: 'r1', name: 'theirs', evalSetName: 'notes', split: 'test', queries: 4 }, isNew: true }
  const summaryOf = (answeredQueries: number) =>
    importSummary({ ...reportOf(1), runs: [{ ...run, answeredQueries }] } as unknown as ImportReport)
  expect(summaryOf(2)).toContain('run theirs (r1) on notes/test, 2 of 4 queries answered: new')
  expect(summaryOf(0)).toContain('run theirs (r1) on notes/test: new')
})
