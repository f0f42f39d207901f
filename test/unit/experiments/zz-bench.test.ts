import { test } from 'vitest'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { openMemoryEngine } from '../../support/open-memory-engine.ts'
import { smallDataset } from '../../support/small-dataset.ts'
import { jsonl } from '../../support/parse-files.ts'

test('bench', async () => {
  const n = 1000
  const data = { ...smallDataset, 'queries.jsonl': jsonl(Array.from({ length: n }, (_, i) => ({ _id: `q${i}`, text: `question ${i}` }))), 'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n' + Array.from({ length: n }, (_, i) => `q${i}\t${Object.values(smallDataset)[0] ? JSON.parse(String(smallDataset['corpus.jsonl']).split('\n')[0]!)._id : ''}\t1`).join('\n') + '\n' }
  const memory = await openMemoryEngine({ small: data })
  const client = createInProcessClient(memory.engine)
  await client.datasets.import({ paths: ['small'], name: 'small' })
  await memory.engine.jobs.idle()
  const e = (await client.datasets.list()).evalSets[0]!
  fillWithRuns(memory.ports.store, e, 200)
  for (const k of ['cold', 'warm', 'warm']) {
    const t = performance.now()
    const r = await client.decisions.ladder()
    console.log('BENCH', k, r!.questions, r!.runs.length, Math.round(performance.now() - t), 'ms')
  }
  await memory.engine.close()
}, 120000)
