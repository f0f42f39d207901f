import { describe, expect, test } from 'vitest'
import { ImportRequest } from '../../../shared/domain/dataset-import.ts'
import { retrievalMetrics } from '../../../shared/domain/metric.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { openMemoryEngine } from '../../support/open-memory-engine.ts'
import type { FileContents } from '../../support/parse-files.ts'
import { smallDataset } from '../../support/small-dataset.ts'

async function openWithRuns(files: FileContents = {}) {
  const folders: Record<string, FileContents> = { small: smallDataset, results: files }
  const memory = await openMemoryEngine(folders)
  const { engine } = memory
  const importFrom = async (path: string, request: Partial<ImportRequest> = {}) => {
    const jobId = engine.datasets.import(ImportRequest.parse({ paths: [path], ...request }))
    await engine.jobs.idle()
    return { report: engine.datasets.importReport(jobId), status: engine.jobs.snapshot(jobId).status }
  }
  await importFrom('small')
  return { ...memory, engine, folders, importFrom, [Symbol.asyncDispose]: () => memory[Symbol.asyncDispose]() }
}

const documentMetrics = retrievalMetrics.filter(({ name }) => !name.startsWith('span')).map(({ name }) => name)

describe('a run made elsewhere', () => {
  test('our own run, exported and imported again: every score of every query is the same', async () => {
    await using memory = await openWithRuns()
    const { engine, ports, folders, importFrom } = memory
    const { runIds } = engine.experiments.start(
      SweepSpec.parse({
        base: { chunking: { sizeTokens: 16, overlapTokens: 4 } },
        grid: { 'search.mode': ['fulltext', 'vector', 'hybrid'] },
      }),
    )
    await engine.jobs.idle()
    expect(runIds).toHaveLength(3)
    for (const runId of runIds) {
      const exported = [...engine.experiments.trecRun(runId).lines].join('')
      folders.again = { [`${runId}.trec`]: exported }
      const { report } = await importFrom('again')
      expect(report.rejections).toEqual([])
      const [imported] = report.runs
      expect(imported).toMatchObject({ isNew: true, evalSetName: 'small', split: 'test', queries: 5 })
      for (const metric of documentMetrics) {
        const own = ports.store.runs.scores(runId, metric)
        expect([metric, own]).toEqual([metric, expect.any(Float64Array)])
        expect(ports.store.runs.scores(imported!.runId, metric)).toEqual(own)
      }
      expect([...engine.experiments.trecRun(imported!.runId).lines].join('').replace(/ \S+$/gm, '')).toEqual(
        exported.replace(/ \S+$/gm, ''),
      )
    }
  })

  test('with answers and no ranking: the questions that it answers are counted', async () => {
    const output = (testIdx: number) => ({
      ...{ testIdx, provider: { id: 'm' }, prompt: { raw: 'x', label: 'short' }, score: 1 },
      ...{ vars: { question: `Q${testIdx}?` }, response: { output: 'yes' } },
    })
    const value = { results: { version: 3, results: [output(0), output(1), output(1)] } }
    await using memory = await openWithRuns({ 'results.json': JSON.stringify(value) })
    const { report } = await memory.importFrom('results', { name: 'theirs', corpus: 'small' })
    expect(report.runs).toMatchObject([{ queries: 2, answeredQueries: 2, isNew: true }])
    // Under the name of a judged set, its own questions would cost that set every judgment.
    const { store } = memory.ports
    const before = store.datasets.findEvalSet('small')
    const jobId = memory.engine.datasets.import(ImportRequest.parse({ paths: ['results'], name: 'small' }))
    await memory.engine.jobs.idle()
    expect(memory.engine.jobs.snapshot(jobId)).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('none of its 5 judged questions is in this import'),
    })
    expect(store.datasets.findEvalSet('small')).toEqual(before)
  })

  test('is finished, listed and compared; its provenance says where it comes from', async () => {
    const lines = ['q1 Q0 hub 1 3 bm25', 'q1 Q0 moon 2 2 bm25', 'q2 Q0 valve 1 1 bm25', 'q3 Q0 hub 1 inf bm25']
    await using memory = await openWithRuns({ 'theirs.run': `${lines.join('\n')}\n` })
    const { engine, importFrom } = memory
    const { report } = await importFrom('results')
    expect(report).toMatchObject({ corpus: null, evalSet: null, documents: 0 })
    const { runId } = report.runs[0]!
    const { run, figures } = engine.results.run(runId)
    expect(run).toMatchObject({
      name: 'bm25',
      ...{ recipe: null, recipeHash: null, sweepId: null, status: 'finished', split: 'test', queries: 5 },
      provenance: {
        indexId: null,
        origin: { kind: 'imported', tag: 'bm25', fileName: 'theirs.run', lines: 4, depth: 2, foreignLines: 1 },
      },
    })
    expect(run.provenance.origin?.fileSha256).toMatch(/^[0-9a-f]{64}$/)
    expect(figures.find(({ metric }) => metric === 'mrr')).toMatchObject({ value: 2 / 5, n: 5 })
    expect(engine.experiments.list(['mrr']).runs).toMatchObject([{ runId, recipe: null, values: [2 / 5] }])

    const { runIds } = engine.experiments.start(SweepSpec.parse({ base: {}, grid: { 'search.mode': ['fulltext'] } }))
    await engine.jobs.idle()
    const comparison = await engine.experiments.compare([runId, runIds[0]!], runId, ['ndcg@10'])
    expect(comparison.runs[1]!.metrics[0]!.difference).toMatchObject({ n: 5 })
    const compared = engine.results.compareQueries([runId, runIds[0]!], runId, {
      ...{ metric: 'ndcg@10', filter: 'all', search: '', offset: 0, limit: 10 },
    })
    expect(compared.total).toBe(5)

    const first = engine.results.query(runId, 'q1', 10, ['mrr'])
    expect(first.passages.map(({ docId, text, tokens, grade }) => [docId, text !== '', tokens, grade])).toEqual([
      ['hub', true, null, 1],
      ['moon', false, null, null],
    ])
    expect(engine.results.query(runId, 'q5', 10, [])).toMatchObject({ answered: true, ranked: 0 })
    expect([...engine.experiments.trecRun(runId).lines].join('')).toContain('q1 Q0 moon 2 2 bm25\n')
  })

  test('imported twice adds nothing; another file of the same tag does', async () => {
    await using memory = await openWithRuns({ 'a.run': 'q1 Q0 hub 1 3 bm25\n' })
    const { engine, folders, importFrom } = memory
    const first = await importFrom('results')
    const again = await importFrom('results')
    expect(again.report.files).toMatchObject([{ rows: 1, accepted: 0, duplicates: 1, rejected: 0 }])
    expect(again.report.runs).toEqual([{ ...first.report.runs[0]!, isNew: false }])
    folders.results = { 'a.run': 'q1 Q0 hub 1 2 bm25\n' }
    await importFrom('results')
    expect(engine.experiments.listRuns()).toHaveLength(2)
  })

  test('comes with its dataset in one import', async () => {
    await using memory = await openMemoryEngine({ both: { ...smallDataset, 'runs/a.run': 'q1 Q0 hub 1 3 x1\n' } })
    const { engine } = memory
    const jobId = engine.datasets.import(ImportRequest.parse({ paths: ['both'] }))
    await engine.jobs.idle()
    const report = engine.datasets.importReport(jobId)
    expect(report).toMatchObject({ documents: 6, evalSet: { name: 'both' }, runs: [{ name: 'x1', isNew: true }] })
  })

  test('preview and dry run say what would be made, and make nothing', async () => {
    await using memory = await openWithRuns({ 'a.run': 'q1 Q0 hub 1 3 bm25\n' })
    const { engine } = memory
    const preview = await engine.datasets.previews.open(ImportRequest.parse({ paths: ['results'] }))
    expect(preview.changes.refusal).toBeNull()
    expect(preview.notes[0]).toContain('A run on small, split test: it answers 1 of 5 queries')
    expect(engine.experiments.listRuns()).toEqual([])
  })

  test('of two eval sets that it fits, the one that is named is meant', async () => {
    await using memory = await openWithRuns({ 'a.run': 'q1 Q0 hub 1 3 bm25\n' })
    const { importFrom } = memory
    await importFrom('small', { name: 'twin' })
    const { report, status } = await importFrom('results')
    expect(status).toBe('failed')
    expect(report.rejections).toMatchObject([{ reason: expect.stringContaining('equally well') }])
    expect((await importFrom('results', { name: 'twin' })).report.runs).toMatchObject([{ evalSetName: 'twin' }])
    expect((await importFrom('results', { corpus: 'small' })).report.runs).toMatchObject([{ evalSetName: 'small' }])
  })

  test('deleted for good, it takes its foreign documents with it', async () => {
    await using memory = await openWithRuns({ 'a.run': 'q1 Q0 hub 1 3 t1\nq1 Q0 moon 2 1 t1\n' })
    const { engine, ports, importFrom } = memory
    const { runId } = (await importFrom('results')).report.runs[0]!
    expect(ports.store.runs.foreignDocuments(runId)).toEqual(['moon'])
    engine.experiments.delete([runId])
    expect(ports.store.runs.purgeDeleted()).toBe(1)
    expect(ports.store.runs.foreignDocuments(runId)).toEqual([])
  })
})
