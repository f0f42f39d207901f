import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, Index, MatchQuery, type Table } from '@lancedb/lancedb'
import { CacheBackedEmbeddings } from '@langchain/classic/embeddings/cache_backed'
import { EnsembleRetriever } from '@langchain/classic/retrievers/ensemble'
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory'
import { BM25Retriever } from '@langchain/community/retrievers/bm25'
import { Document } from '@langchain/core/documents'
import { Embeddings } from '@langchain/core/embeddings'
import { BaseRetriever, type BaseRetrieverInterface } from '@langchain/core/retrievers'
import { InMemoryStore } from '@langchain/core/stores'
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { scoreQuery } from '../../../main/engine/evaluation/score-query.ts'
import { benchDataset } from '../bench-dataset.ts'
import { requestStubVectors, stubBatchTexts } from '../stub-embedding.ts'
import { retrieved, sweepChunkings } from '../sweep-recipes.ts'

/*
 * The sweep as a user of LangChain.js writes it. For each recipe: split, embed, store, retrieve, score.
 * Usage: langchain-sweep.ts <bm25 | lancedb> <plain | cached> <queries per recipe>
 * The four hybrid recipes of a chunking differ only in numbers that cost no time, so one of them is measured.
 * Prints JSON: per chunking and search the milliseconds of each part.
 */

const [fulltextKind, cacheKind, queryCount] = process.argv.slice(2)

/** As LangChain's own OpenAIEmbeddings does: documents in batches, all requests at once; a query alone. */
class StubEmbeddings extends Embeddings {
  async embedDocuments(texts: string[]): Promise<number[][]> {
    const batches = Array.from({ length: Math.ceil(texts.length / stubBatchTexts) }, (_, batch) =>
      texts.slice(batch * stubBatchTexts, (batch + 1) * stubBatchTexts),
    )
    const vectors = await Promise.all(batches.map(requestStubVectors))
    return vectors.flat().map((vector) => Array.from(vector))
  }

  async embedQuery(text: string): Promise<number[]> {
    return Array.from((await requestStubVectors([text]))[0]!)
  }
}

/** What replaces LangChain's BM25Retriever, which goes through all texts again for every query: a LanceDB full-text index. */
class LanceFulltextRetriever extends BaseRetriever {
  lc_namespace = ['rungs', 'bench']
  readonly #table: Table
  readonly #documents: readonly Document[]

  constructor(table: Table, documents: readonly Document[]) {
    super({})
    this.#table = table
    this.#documents = documents
  }

  static async fromDocuments(documents: readonly Document[], folder: string): Promise<LanceFulltextRetriever> {
    const connection = await connect(folder)
    const rows = documents.map(({ pageContent }, chunk) => ({ chunk, text: pageContent }))
    const table = await connection.createTable(`chunks_${Date.now()}`, rows)
    await table.createIndex('text', { config: Index.fts({ stem: true, removeStopWords: true, withPosition: false }) })
    return new LanceFulltextRetriever(table, documents)
  }

  override async _getRelevantDocuments(query: string): Promise<Document[]> {
    const rows = await this.#table
      .query()
      .fullTextSearch(new MatchQuery(query, 'text'))
      .select(['chunk', '_score'])
      .limit(retrieved)
      .toArray()
    return rows.map((row) => this.#documents[Number(row.chunk)]!)
  }
}

interface LabelledQuery {
  readonly text: string
  readonly judgments: ReadonlyMap<string, number>
}

function readDataset(): { documents: Document[]; queries: LabelledQuery[] } {
  const { path, name, split } = benchDataset()
  const lines = (file: string) => readFileSync(join(path, file), 'utf8').trim().split('\n')
  if (name === 'sample') {
    const pages = readdirSync(join(path, 'docs'), { recursive: true, encoding: 'utf8' }).filter((page) =>
      page.endsWith('.md'),
    )
    return {
      documents: pages.map(
        (docId) => new Document({ pageContent: readFileSync(join(path, 'docs', docId), 'utf8'), metadata: { docId } }),
      ),
      queries: lines('questions.jsonl').map((line) => {
        const { query, spans } = JSON.parse(line) as { query: string; spans: { doc: string }[] }
        return { text: query, judgments: new Map(spans.map(({ doc }) => [doc, 1])) }
      }),
    }
  }
  const judgments = new Map<string, Map<string, number>>()
  for (const line of lines(`qrels/${split}.tsv`).slice(1)) {
    const [queryId, docId, grade] = line.split('\t') as [string, string, string]
    const ofQuery = judgments.get(queryId) ?? new Map<string, number>()
    judgments.set(queryId, ofQuery.set(docId, Number(grade)))
  }
  return {
    documents: lines('corpus.jsonl').map((line) => {
      const { _id, title, text } = JSON.parse(line) as { _id: string; title: string; text: string }
      return new Document({ pageContent: title ? `${title}\n${text}` : text, metadata: { docId: _id } })
    }),
    queries: lines('queries.jsonl').flatMap((line) => {
      const { _id, text } = JSON.parse(line) as { _id: string; text: string }
      const judged = judgments.get(_id)
      return judged ? [{ text, judgments: judged }] : []
    }),
  }
}

type Mode = 'fulltext' | 'vector' | 'hybrid'
type Retrieve = (query: string) => Promise<Document[]>

async function openRetriever(
  mode: Mode,
  chunks: Document[],
  embeddings: Embeddings | CacheBackedEmbeddings,
  folder: string,
): Promise<Retrieve> {
  const openFulltext = async (): Promise<BaseRetrieverInterface> =>
    fulltextKind === 'bm25'
      ? BM25Retriever.fromDocuments(chunks, { k: retrieved })
      : LanceFulltextRetriever.fromDocuments(chunks, folder)
  if (mode === 'fulltext') {
    const fulltext = await openFulltext()
    return (query) => fulltext.invoke(query)
  }
  const store = await MemoryVectorStore.fromDocuments(chunks, embeddings)
  const vectors = store.asRetriever(retrieved)
  if (mode === 'vector') return (query) => vectors.invoke(query)
  const ensemble = new EnsembleRetriever({ retrievers: [await openFulltext(), vectors], weights: [0.7, 0.3] })
  return async (query) => (await ensemble.invoke(query)).slice(0, retrieved)
}

/** The same measures as Rungs'; the order is the score. */
function score(found: readonly Document[], { judgments }: LabelledQuery): void {
  scoreQuery({
    ranking: found.map(({ metadata }, index) => ({
      docId: String(metadata.docId),
      start: 0,
      end: 1,
      tokens: 1,
      score: 1 / (index + 1),
    })),
    judgments,
    goldSpans: [],
    limit: retrieved,
    ruler: { tokensIn: () => 0, endAfter: (_docId, start) => start },
  })
}

const { documents, queries } = readDataset()
const readyMs = performance.now()
const measured = queries.slice(0, Number(queryCount))
const cache = new InMemoryStore<Uint8Array>()
const embeddings = () =>
  cacheKind === 'cached'
    ? CacheBackedEmbeddings.fromBytesStore(new StubEmbeddings({}), cache, { namespace: 'stub' })
    : new StubEmbeddings({})
const folder = mkdtempSync(join(tmpdir(), 'rungs-bench-peer-'))
const recipes = []
try {
  for (const { sizeTokens, overlapTokens } of sweepChunkings) {
    for (const mode of ['fulltext', 'vector', 'hybrid'] as const) {
      const startMs = performance.now()
      const splitter = new RecursiveCharacterTextSplitter({
        chunkSize: sizeTokens,
        chunkOverlap: overlapTokens,
        lengthFunction: countTokens,
      })
      const chunks = await splitter.splitDocuments(documents)
      const splitMs = performance.now()
      const retrieve = await openRetriever(mode, chunks, embeddings(), folder)
      const storedMs = performance.now()
      for (const query of measured) score(await retrieve(query.text), query)
      const queriedMs = performance.now()
      // The best that a user can do about the waiting: eight queries under way at once.
      for (let from = 0; from < measured.length; from += 8) {
        await Promise.all(measured.slice(from, from + 8).map(async (query) => score(await retrieve(query.text), query)))
      }
      recipes.push({
        chunks: chunks.length,
        mode,
        splitMs: splitMs - startMs,
        storeMs: storedMs - splitMs,
        queryMs: (queriedMs - storedMs) / measured.length,
        concurrentQueryMs: (performance.now() - queriedMs) / measured.length,
      })
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const peakBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(
  JSON.stringify({ readyMs, queries: queries.length, measured: measured.length, recipes, peakBytes }),
)
