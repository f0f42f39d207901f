import { WorkerThreadCompute } from '../../main/adapters/worker-threads/worker-thread-compute.ts'
import { createInProcessClient } from '../../main/rpc/in-process-client.ts'
import { ExportFormat } from '../../shared/domain/export-format.ts'
import type { RunId } from '../../shared/domain/ids.ts'
import { createRandom } from '../../shared/domain/random.ts'
import { fillWithRuns } from '../support/fill-with-runs.ts'
import { openMemoryEngine } from '../support/open-memory-engine.ts'
import { jsonl } from '../support/parse-files.ts'
import { printTable } from './print-table.ts'
import { watchEventLoop } from './watch-event-loop.ts'

const runs = 200
const questions = 1000
/** Written warm: intervals and verdicts were computed for the screen before. */
const allowedMs = 10_000
const allowedTurnMs = 50

/** How long exports of many runs take, how large they are, and how long they keep the engine from other work. */
export async function benchReports(): Promise<void> {
  const ids = Array.from({ length: questions }, (_, index) => `q${index}`)
  const memory = await openMemoryEngine({
    many: {
      'corpus.jsonl': jsonl([{ _id: 'd1', text: 'A valve that sticks is cleaned with warm water.' }]),
      'queries.jsonl': jsonl(ids.map((_id) => ({ _id, text: `What helps when valve ${_id} sticks once more?` }))),
      'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...ids.map((id) => `${id}\td1\t1`), ''].join('\n'),
    },
  })
  const compute = new WorkerThreadCompute()
  // The engine of a host computes in threads, too; only it is watched here.
  const inline = { ...memory.ports.compute }
  Object.assign(memory.ports.compute, bound(compute))
  try {
    const client = createInProcessClient(memory.engine)
    await client.datasets.import({ paths: ['many'] })
    await memory.engine.jobs.idle()
    const { store } = memory.ports
    const runIds = fillWithRuns(store, store.datasets.listEvalSets()[0]!, runs)
    const random = createRandom(2)
    const metrics = ['ndcg@10', 'recall@10', 'mrr', 'success@1', 'spanRecall@1000tokens']
    for (const runId of runIds) {
      store.runs.setScores(
        runId,
        new Map(metrics.map((metric) => [metric, Float64Array.from({ length: questions }, random)])),
      )
      store.runs.setLatencies(runId, new Map([['total', Array.from({ length: 100 }, () => 5 + random())]]))
    }
    const written: string[][] = []
    for (const format of ['csv', ...ExportFormat.options.filter((of) => of !== 'csv' && of !== 'trec')] as const) {
      const loop = watchEventLoop()
      const start = performance.now()
      const characters = await sizeOf(client.experiments.export({ runs: runIds, baseline: runIds[0] as RunId, format }))
      const tookMs = performance.now() - start
      const { longestTurnCpuMs, longestStopMs } = loop.stop()
      const bytes = format === 'parquet' ? characters * 0.75 : characters
      written.push([
        format,
        `${Math.round(tookMs)} ms`,
        `${(bytes / 1e6).toFixed(2)} MB`,
        `${longestTurnCpuMs.toFixed(1)} ms`,
        `${longestStopMs.toFixed(1)} ms`,
      ])
    }
    printTable(
      `Exports of ${runs} runs on ${questions} questions, ${metrics.length} measures; the first computes them`,
      [
        ['', `time (allowed ${allowedMs} ms)`, 'size', `longest turn (allowed ${allowedTurnMs} ms)`, 'longest stop'],
        ...written,
      ],
    )
  } finally {
    Object.assign(memory.ports.compute, inline)
    await compute.close()
    await memory.engine.close()
  }
}

async function sizeOf(pieces: PromiseLike<AsyncIterable<string>>): Promise<number> {
  let characters = 0
  for await (const piece of await pieces) characters += piece.length
  return characters
}

function bound(compute: WorkerThreadCompute): Partial<WorkerThreadCompute> {
  return {
    estimateMeans: (columns, seed) => compute.estimateMeans(columns, seed),
    estimateQuantiles: (values, quantiles, seed) => compute.estimateQuantiles(values, quantiles, seed),
    comparePairs: (baseline, columns, seed) => compute.comparePairs(baseline, columns, seed),
    compareQuantiles: (baseline, columns, quantile, seed) =>
      compute.compareQuantiles(baseline, columns, quantile, seed),
    decideLadder: (...given) => compute.decideLadder(...given),
  }
}
