import { expect, test } from 'vitest'
import { compareUtf8Descending } from '../../../main/engine/evaluation/compare-utf8-descending.ts'
import { rankDocuments } from '../../../main/engine/evaluation/rank-documents.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'

import { smallDataset } from '../../support/small-dataset.ts'

test('writeTrecRun: documents come in the order that they were scored in, ties included', async () => {
  await using memory = await openFilledEngine('small', smallDataset)
  const { engine, ports } = memory
  const { runIds } = engine.experiments.start({
    name: 'with spaces',
    // Short chunks, so that documents have several; the two documents that are alike tie.
    base: { chunking: { sizeTokens: 16, overlapTokens: 4, includeTitle: false } },
    grid: { 'search.mode': ['fulltext', 'hybrid'] },
  })
  await engine.jobs.idle()
  expect(runIds).toHaveLength(2)
  let ties = 0
  for (const runId of runIds) {
    const { run, lines } = engine.experiments.trecRun(runId)
    const rows = [...lines]
      .join('')
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' '))
    expect(rows.every((row) => row.length === 6 && row[1] === 'Q0')).toBe(true)
    const { corpusVersionId } = run.provenance
    const chunkSet = ports.store.indexes
      .list()
      .flatMap((index) => ports.store.indexes.chunkSet(corpusVersionId, index.chunkingKey) ?? [])[0]!
    const docIds = ports.store.datasets.documentEntries(corpusVersionId).map((entry) => entry.docId)
    const queries = ports.store.datasets.examples(run.evalSetId, run.split).queries
    expect(new Set(rows.map(([queryId]) => queryId)).size).toBe(queries.length)
    for (const { queryId } of queries) {
      const own = rows.filter((row) => row[0] === queryId)
      const ranking = ports.store.runs.ranking(runId as RunId, queryId)!
      const scored = rankDocuments(
        ranking.map(({ chunk, score }) => ({ docId: docIds[chunkSet.documentPosition[chunk]!]!, score })),
      )
      expect(own.map((row) => row[2])).toEqual(scored)
      expect(own.map((row) => Number(row[3]))).toEqual(own.map((_, index) => index + 1))
      // trec_eval sorts by score, then by document id, both descending, and does not look at the rank column.
      const sorted = own.toSorted((a, b) => Number(b[4]) - Number(a[4]) || compareUtf8Descending(a[2]!, b[2]!))
      expect(sorted).toEqual(own)
      ties += own.filter((row, index) => index > 0 && row[4] === own[index - 1]![4]).length
    }
  }
  expect(ties).toBeGreaterThan(0)
})
