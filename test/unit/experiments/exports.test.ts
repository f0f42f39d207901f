import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { Comparison } from '../../../shared/domain/comparison.ts'
import { ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { ExportFormat } from '../../../shared/domain/export-format.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { QueryListing } from '../../../shared/domain/results.ts'
import { RunExample } from '../../../shared/domain/run-example.ts'
import { answeredDataset } from '../../support/answered-dataset.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'
import { type FileContents, jsonl } from '../../support/parse-files.ts'

const folders: Record<string, FileContents> = { answered: answeredDataset }
let memory: MemoryEngine
let runIds: RunId[]

beforeAll(async () => {
  memory = await openMemoryEngine(folders)
  const { engine } = memory
  engine.datasets.import(ImportRequest.parse({ paths: ['answered'] }))
  await engine.jobs.idle()
  runIds = engine.experiments.start(
    SweepSpec.parse({
      split: 'test',
      base: { embedding: { kind: 'none' }, search: { mode: 'fulltext' }, generation: { model: 'extractive' } },
      grid: { 'chunking.sizeTokens': [16, 64], 'chunking.overlapTokens': [4] },
    }),
  ).runIds
  await engine.jobs.idle()
})
afterAll(() => memory[Symbol.asyncDispose]())

async function exported(format: ExportFormat, runs: readonly string[] = runIds): Promise<string | Uint8Array> {
  let text = ''
  for await (const piece of memory.engine.experiments.export({ runs, baseline: runs[0], format })) text += piece
  return format === 'parquet' ? new Uint8Array(Buffer.from(text, 'base64')) : text
}

async function importedRuns(files: FileContents): Promise<RunId[]> {
  const { engine } = memory
  folders.again = files
  const jobId = engine.datasets.import(ImportRequest.parse({ paths: ['again'] }))
  await engine.jobs.idle()
  const report = engine.datasets.importReport(jobId)
  expect(report.rejections).toEqual([])
  return report.runs.map(({ runId }) => runId)
}

const shownMetrics = ({ metrics }: Comparison) => metrics.map(({ name }) => name)
const figures = ({ runs }: Comparison) => runs.map(({ metrics }) => metrics)
const compare = (runs: readonly RunId[], metrics?: string[]) =>
  memory.engine.experiments.compare(runs, runs[0], metrics)

describe('exports of runs that are imported again', () => {
  test.each([
    ['json', 'out.json'],
    ['csv', 'out.csv'],
  ] as const)('%s: the comparison of the imported runs is the comparison that was exported', async (format, path) => {
    const before = await compare(runIds)
    const again = await importedRuns({ [path]: await exported(format) })
    const after = await compare(again)
    expect(after.metrics).toEqual(before.metrics)
    const verdictsOf = async (of: readonly RunId[]) =>
      (await memory.engine.experiments.verdicts(of[0]!, of, shownMetrics(before))).map(({ runId: _, ...rest }) => rest)
    const stated = await verdictsOf(again)
    expect(stated).toEqual(await verdictsOf(runIds))
    expect(stated.some(({ evidence }) => evidence !== null)).toBe(true)
    const lossless = format === 'json'
    const comparable = (compared: Comparison) =>
      figures(compared).map((metrics) => metrics.map((metric) => (lossless ? metric : { ...metric, unscored: 0 })))
    expect(comparable(after)).toEqual(comparable(before))
    expect(after.runs.map(({ run }) => [run.name, run.recipe, run.provenance.origin!.recipe])).toEqual(
      before.runs.map(({ run }) => [run.name, null, run.recipe]),
    )
    expect(after.runs[0]!.run.provenance.origin).toMatchObject({ fileName: path, tag: runIds[0] })
    expect(await importedRuns({ [path]: await exported(format) })).toEqual(again)
  })

  test.each([
    ['jsonl', 'out.jsonl'],
    ['parquet', 'out.parquet'],
  ] as const)(
    '%s: scores of every question, answers and times come back, and what follows from them',
    async (format, path) => {
      const again = await importedRuns({ [path]: await exported(format) })
      const { runs, answers } = memory.ports.store
      for (const [index, runId] of runIds.entries()) {
        const own = runs.scoredMetrics(runId)
        expect(runs.scoredMetrics(again[index]!).toSorted()).toEqual(own.toSorted())
        for (const metric of own) expect(runs.scores(again[index]!, metric)).toEqual(runs.scores(runId, metric))
        for (const queryId of ['q1', 'q2', 'q3']) {
          const plain = (of: RunId) =>
            answers.answersOf(of, queryId).map(({ passages, ...rest }) => [rest, passages.length])
          expect(plain(again[index]!)).toEqual(plain(runId))
        }
      }
      const carried = figures(await compare(runIds))[1]!.filter(
        ({ metric }) => !/^(index|costUsd|tokens)\./.test(metric),
      )
      expect(figures(await compare(again))[1]).toEqual(carried)
      const detail = memory.engine.results.query(again[1]!, 'q1', 10, [])
      expect(detail.generated[0]!.text).not.toBe('')
      expect(detail.passages[0]!.docId).toBe(memory.engine.results.query(runIds[1]!, 'q1', 10, []).passages[0]!.docId)
    },
  )

  test('tidy CSV: of the eval set that is named', async () => {
    const before = await compare(runIds)
    const again = await importedRuns({ 'out.csv': await exported('csv-tidy') })
    const plain = (compared: Comparison) =>
      figures(compared).map((metrics) =>
        metrics.map(({ metric, value, ciLow, ciHigh, n, difference }) => [metric, value, ciLow, ciHigh, n, difference]),
      )
    expect(plain(await compare(again))).toEqual(plain(before))
  })
})

test('a TREC run ranks and scores the documents as the screen of a question does', async () => {
  const runId = runIds[1]!
  const lines = ((await exported('trec', [runId])) as string).trimEnd().split('\n')
  for (const queryId of ['q1', 'q2', 'q3']) {
    const written = lines.flatMap((line) => {
      const [query, , docId, , score] = line.split(' ')
      return query === queryId ? [[docId, Number(score)] as const] : []
    })
    const { passages } = memory.engine.results.query(runId, queryId, 10, [])
    // A document stands at its best passage.
    const best = new Map(passages.toReversed().map(({ docId, score }) => [docId, score]))
    for (const [docId, score] of written.slice(0, 3)) expect([docId, best.get(docId!)]).toEqual([docId, score])
  }
  const again = await importedRuns({ 'out.trec': lines.join('\n') })
  const names = ['ndcg@10', 'mrr', 'recall@10']
  const plain = (of: Comparison) => figures(of)[0]!.map(({ metric, value, n }) => [metric, value, n])
  expect(plain(await compare(again, names))).toEqual(plain(await compare([runId], names)))
})

test('every line of JSON lines is an example with the same columns', async () => {
  const lines = ((await exported('jsonl')) as string).trimEnd().split('\n')
  expect(lines).toHaveLength(6)
  const keys = new Set(lines.map((line) => Object.keys(JSON.parse(line)).join()))
  expect(keys.size).toBe(1)
  const row = JSON.parse(lines[0]!) as Record<string, unknown>
  expect(row['score.ndcg@10']).toBe(memory.ports.store.runs.scores(runIds[0]!, 'ndcg@10')![0])
  expect(RunExample.shape.answers.parse(row.answers)).toHaveLength(1)
  expect(row['latencyMs.search']).toEqual(expect.any(Number))
})

test.each(['html', 'tex', 'md'] as const)('%s: the figures are those of the screen', async (format) => {
  const text = ((await exported(format)) as string).replace(/\$-\$/g, '−').replace(/\\([$%_#])/g, '$1')
  const { runs, metrics } = await compare(runIds, ['ndcg@10', 'tokenF1', 'latencyMs.total.p50'])
  for (const { metrics: estimates } of runs) {
    for (const { metric, value, ciLow, ciHigh } of estimates) {
      const { unit } = metrics.find(({ name }) => name === metric)!
      const written = text.replace(/\\([[\]])/g, '$1')
      expect(written).toContain(formatFigure(value!, unit))
      expect(written).toContain(formatInterval(ciLow, ciHigh, unit))
    }
  }
})

test('the HTML report needs nothing from anywhere and runs nothing', async () => {
  const html = (await exported('html')) as string
  expect(html).not.toMatch(/<script|<link|<img|<iframe|src=|href=|url\(|@import|https?:\/\/(?!www\.w3\.org)/i)
  expect(html).toContain("default-src 'none'")
  for (const part of ['Runs', 'Question by question', 'Settings', 'All measures', 'Provenance', 'How it was measured'])
    expect(html).toContain(`<h2>${part}</h2>`)
  const { run } = memory.engine.results.run(runIds[0]!)
  expect(html).toContain(run.provenance.evalSetHash)
  expect(html).toContain(run.recipeHash!.slice(0, 16))
})

test('promptfoo: the questions come back as an eval set of the same questions', async () => {
  folders.foo = { 'promptfooconfig.yaml': (await exported('promptfoo')) as string }
  const { engine } = memory
  const jobId = engine.datasets.import(
    ImportRequest.parse({ paths: ['foo'], name: 'answered copy', corpus: 'answered' }),
  )
  await engine.jobs.idle()
  expect(engine.datasets.importReport(jobId)).toMatchObject({ queries: 3, judgments: 3, rejections: [] })
})

test('a Ragas-style set becomes an eval set with its contexts and a run with scored answers', async () => {
  await using other = await openMemoryEngine({
    set: {
      'ragas.jsonl': jsonl([
        {
          user_input: 'What sticks?',
          reference: 'The valve',
          reference_contexts: ['A valve sticks.'],
          retrieved_contexts: ['No.', 'A valve sticks.'],
          response: 'the valve',
        },
        {
          user_input: 'What else?',
          reference: 'Nothing',
          reference_contexts: ['No.'],
          retrieved_contexts: ['No.'],
          response: 'all',
        },
      ]),
    },
  })
  const { engine } = other
  const jobId = engine.datasets.import(ImportRequest.parse({ paths: ['set'] }))
  await engine.jobs.idle()
  const report = engine.datasets.importReport(jobId)
  expect(report).toMatchObject({ documents: 2, queries: 2, judgments: 2, rejections: [] })
  const { runId } = report.runs[0]!
  const { runs } = await engine.experiments.compare([runId], undefined, ['mrr', 'exactMatch'])
  expect(runs[0]!.metrics.map(({ metric, value, n }) => [metric, value, n])).toEqual([
    ['mrr', 0.75, 2],
    ['exactMatch', 0.5, 2],
  ])
  const listed = engine.results.queries(QueryListing.parse({ runId }), { offset: 0, limit: 10, metrics: [] })
  expect(listed.rows.map(({ answer }) => answer)).toEqual(['the valve', 'all'])
  expect(engine.results.query(runId, 'ragas.jsonl#1', 5, []).generated[0]!.text).toBe('the valve')
})
