import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSqliteStore } from '../../../main/adapters/sqlite/open-sqlite-store.ts'
import { openWorkspace } from '../../../main/open-workspace.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { fillWithRuns } from '../../support/fill-with-runs.ts'
import { jsonl } from '../../support/parse-files.ts'

const silentLog = { info: () => {}, warn: () => {} }
const documents = 200

/** A workspace of finished runs whose scores were never searched for: as they stand in the tables, made in seconds. */
export async function fillWorkspace(
  folder: string,
  { runs, questions }: { runs: number; questions: number },
): Promise<RunId[]> {
  const dataset = join(folder, 'bench')
  await mkdir(join(dataset, 'qrels'), { recursive: true })
  const list = <Entry>(length: number, entry: (index: number) => Entry) =>
    Array.from({ length }, (_, index) => entry(index))
  const write = (name: string, text: string) => writeFile(join(dataset, name), text)
  await write(
    'corpus.jsonl',
    jsonl(list(documents, (index) => ({ _id: `d${index}`, title: `Page ${index}`, text: `This is page ${index}.` }))),
  )
  await write(
    'queries.jsonl',
    jsonl(
      list(questions, (index) => ({
        _id: `q${index}`,
        text: `What does page ${index % documents} say, question ${index}?`,
      })),
    ),
  )
  const judgments = list(questions, (index) => `q${index}\td${index % documents}\t1`)
  await write('qrels/test.tsv', ['query-id\tcorpus-id\tscore', ...judgments, ''].join('\n'))
  const workspace = join(folder, 'workspace')
  const engine = await openWorkspace(workspace, { access: 'write', log: silentLog })
  engine.datasets.import({ paths: [dataset], name: 'bench', mapping: {}, dryRun: false })
  await engine.jobs.idle()
  await engine.close()
  const store = openSqliteStore(join(workspace, 'workspace.db'))
  try {
    return fillWithRuns(store, store.datasets.findEvalSet('bench')!, runs)
  } finally {
    store.close()
  }
}
