import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, MatchQuery, type Table } from '@lancedb/lancedb'
import { LanceVectorStore } from '../../main/adapters/lancedb/lance-vector-store.ts'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import { searchIndex } from '../../main/engine/retrieval/search-index.ts'
import { openWorkspace } from '../../main/open-workspace.ts'
import { Search } from '../../shared/domain/recipe.ts'
import { benchDataset } from './bench-dataset.ts'
import { median } from './median.ts'
import { printTable } from './print-table.ts'
import { stubEmbedder } from './stub-embedder.ts'
import { requestStubVectors } from './stub-embedding.ts'

const rounds = 2
const mostQueries = 300
const limit = 100
const allowedShare = 0.1

interface BenchQuery {
  readonly text: string
  readonly vector: Float32Array
}

/** What searching through Rungs costs beyond the bare LanceDB calls: the same queries in turns, one at a time, warm. */
export async function benchOverhead(): Promise<void> {
  const dataset = benchDataset()
  if (dataset.note) process.stdout.write(`${dataset.note}\n`)
  const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-'))
  try {
    const texts = await buildIndex(folder)
    const vectors = await requestStubVectors(texts)
    const queries = texts.map((text, index): BenchQuery => ({ text, vector: vectors[index]! }))
    const database = openSqliteStore(join(folder, 'workspace.db'), { readOnly: true })
    const { tableName, chunks } = database.indexes.list()[0]!
    database.close()
    const store = await LanceVectorStore.open(join(folder, 'vectors'))
    const table = await store.open(tableName, 'English')
    const connection = await connect(join(folder, 'vectors'))
    const bare = await connection.openTable(tableName)
    const rows = []
    for (const mode of ['fulltext', 'vector', 'hybrid'] as const) {
      const search = Search.parse({ mode, k: limit, depth: limit })
      const ours = ({ text, vector }: BenchQuery) => searchIndex(table, [{ text, vector }], [search])
      const { ownMs, bareMs } = await inTurns(queries, ours, (query) => callBare(bare, mode, query))
      const share = ownMs / bareMs - 1
      rows.push([
        mode,
        `${bareMs.toFixed(2)} ms`,
        `${ownMs.toFixed(2)} ms`,
        `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)} %`,
        `+${allowedShare * 100} %`,
        share <= allowedShare ? 'yes' : 'NO',
      ])
    }
    table.close()
    await store.close()
    connection.close()
    printTable(
      `Search, median of ${queries.length} queries × ${rounds} rounds, ${chunks} chunks of ${dataset.name}, ${limit} results; bare = the LanceDB call alone (both side by side for hybrid), Rungs = normalising, ordering, fusing too`,
      [['mode', 'bare', 'Rungs', 'overhead', 'limit', 'within it'], ...rows],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @returns the texts of the dataset's queries. */
async function buildIndex(folder: string): Promise<string[]> {
  const { path, name, split } = benchDataset()
  const engine = await openWorkspace(folder, {
    access: 'write',
    log: { info: () => {}, warn: () => {} },
    openEmbedder: () => stubEmbedder,
  })
  engine.datasets.import({ paths: [path], name, mapping: {}, dryRun: false })
  await engine.jobs.idle()
  engine.experiments.start({ eval: name, split, base: { embedding: { kind: 'openai' } }, grid: {} })
  await engine.jobs.idle()
  await engine.close()
  const store = openSqliteStore(join(folder, 'workspace.db'), { readOnly: true })
  const evalSet = store.datasets.findEvalSet(name)!
  const texts = store.datasets.examples(evalSet.evalSetId, split).queries.map((query) => query.text)
  store.close()
  return texts.slice(0, mostQueries)
}

async function callBare(table: Table, mode: Search['mode'], { text, vector }: BenchQuery): Promise<unknown> {
  const fulltext = () =>
    table.query().fullTextSearch(new MatchQuery(text, 'text')).select(['chunk', '_score']).limit(limit).toArrow()
  const nearest = () =>
    table
      .query()
      .nearestTo(vector)
      .column('vector')
      .distanceType('cosine')
      .limit(limit)
      .select(['chunk', '_distance'])
      .toArrow()
  if (mode === 'fulltext') return fulltext()
  if (mode === 'vector') return nearest()
  return Promise.all([fulltext(), nearest()])
}

/** Both ways right after each other for each query, taking turns at going first. The first round warms up. */
async function inTurns(
  queries: readonly BenchQuery[],
  own: (query: BenchQuery) => Promise<unknown>,
  bare: (query: BenchQuery) => Promise<unknown>,
): Promise<{ ownMs: number; bareMs: number }> {
  const ownTimes: number[] = []
  const bareTimes: number[] = []
  const time = async (search: (query: BenchQuery) => Promise<unknown>, query: BenchQuery, into: number[] | null) => {
    const startMs = performance.now()
    await search(query)
    into?.push(performance.now() - startMs)
  }
  for (let round = 0; round <= rounds; round++) {
    for (const [index, query] of queries.entries()) {
      const steps = [
        () => time(own, query, round > 0 ? ownTimes : null),
        () => time(bare, query, round > 0 ? bareTimes : null),
      ]
      if ((index + round) % 2 === 1) steps.reverse()
      for (const step of steps) await step()
    }
  }
  return { ownMs: median(ownTimes), bareMs: median(bareTimes) }
}
