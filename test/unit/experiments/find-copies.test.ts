import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ImportRequest } from '../../../shared/domain/dataset-import.ts'
import type { ExportFormat } from '../../../shared/domain/export-format.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { createRandom } from '../../../shared/domain/random.ts'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { type MemoryEngine, openMemoryEngine } from '../../support/open-memory-engine.ts'
import type { FileContents } from '../../support/parse-files.ts'

const metric = 'ndcg@10'
const questions = Array.from({ length: 40 }, (_, index) => `q${index}`)
const folders: Record<string, FileContents> = {
  many: {
    'corpus.jsonl': '{"_id":"d1","text":"A valve sticks."}\n',
    'queries.jsonl': questions.map((id) => `{"_id":"${id}","text":"What is ${id}?"}\n`).join(''),
    'qrels/test.tsv': `query-id\tcorpus-id\tscore\n${questions.map((id) => `${id}\td1\t1\n`).join('')}`,
  },
}
let memory: MemoryEngine
let runIds: RunId[]

beforeAll(async () => {
  memory = await openMemoryEngine(folders)
  const { engine, ports } = memory
  engine.datasets.import(ImportRequest.parse({ paths: ['many'] }))
  await engine.jobs.idle()
  runIds = fillWithRuns(ports.store, ports.store.datasets.listEvalSets()[0]!, 4)
  const random = createRandom(7)
  const base = questions.map(() => 0.2 + 0.4 * random())
  runIds.forEach((runId, index) => {
    const own = base.map((score) => score + index * 0.012 + (index === 0 ? 0 : 0.1 * (random() - 0.5)))
    ports.store.runs.setScores(runId, new Map([[metric, Float64Array.from(own)]]))
  })
})
afterAll(() => memory[Symbol.asyncDispose]())

async function importBack(format: ExportFormat, path: string, runs = runIds): Promise<RunId[]> {
  let text = ''
  for await (const piece of memory.engine.experiments.export({ runs, baseline: runs[0], format })) text += piece
  folders.back = { [path]: format === 'parquet' ? new Uint8Array(Buffer.from(text, 'base64')) : text }
  const jobId = memory.engine.datasets.import(ImportRequest.parse({ paths: ['back'] }))
  await memory.engine.jobs.idle()
  return memory.engine.datasets.importReport(jobId).runs.map(({ runId }) => runId)
}

const verdicts = (baseline: RunId, of: readonly RunId[]) => memory.engine.experiments.verdicts(baseline, of, [metric])
const withoutId = (of: readonly Verdict[]) => of.map(({ runId: _, ...rest }) => rest)

describe('runs that were exported and imported back', () => {
  test('cost no significance, and are judged as the runs that they are', async () => {
    const [base, ...others] = runIds
    const before = await verdicts(base!, others)
    expect(before.map(({ evidence }) => evidence!.familySize)).toEqual([3, 3, 3])
    const lines = await importBack('jsonl', 'out.jsonl')
    const parquet = await importBack('parquet', 'out.parquet')
    expect(new Set([...lines, ...parquet, ...runIds]).size).toBe(12)
    expect(await verdicts(base!, others)).toEqual(before)
    expect(withoutId(await verdicts(base!, lines.slice(1)))).toEqual(withoutId(before))
    const family = (of: readonly Verdict[]) =>
      of.map(({ word, evidence }) => [word, evidence!.value, evidence!.familySize])
    expect(family(await verdicts(lines[0]!, parquet.slice(1)))).toEqual(family(before))

    const [ofBaseline] = await verdicts(base!, [parquet[0]!])
    expect(ofBaseline).toMatchObject({ word: 'notDecisive', evidence: { value: 0, adjustedP: 1, familySize: 3 } })

    // A copy of a copy, and a copy whose original is gone, stand for the same run.
    const again = await importBack('jsonl', 'again.jsonl', lines)
    memory.engine.experiments.delete([others[0]!])
    expect(withoutId(await verdicts(base!, [parquet[1]!, ...others.slice(1)]))).toEqual(withoutId(before))
    expect(withoutId(await verdicts(base!, again.slice(1)))).toEqual(withoutId(before))
    memory.engine.experiments.restore([others[0]!])
  })

  test('count when their figures were changed, as another run does', async () => {
    const [base, ...others] = runIds
    const [changed] = await importBack('jsonl', 'changed.jsonl', [others[0]!])
    const { runs } = memory.ports.store
    const scores = Float64Array.from(runs.scores(changed!, metric)!, (score, index) => (index === 0 ? 0 : score))
    runs.setScores(changed!, new Map([[metric, scores]]))
    const [verdict] = await verdicts(base!, others)
    expect(verdict!.evidence!.familySize).toBe(4)
  })

  test('two recipes with the same scores are two tests', async () => {
    const [base, first, second] = runIds
    const { runs } = memory.ports.store
    const kept = runs.scores(second!, metric)!
    const [before] = await verdicts(base!, [first!])
    runs.setScores(second!, new Map([[metric, runs.scores(first!, metric)!]]))
    const [after] = await verdicts(base!, [first!])
    expect(after!.evidence!.familySize).toBe(before!.evidence!.familySize + 1)
    runs.setScores(second!, new Map([[metric, kept]]))
  })
})
