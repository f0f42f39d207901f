import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { OpenAiEmbedding } from '../../../../shared/domain/recipe.ts'
import { chunkDocument } from '../../chunking/chunk-document.ts'
import { textHash } from '../../embedding/text-hash.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { chunkTexts } from '../indexing/chunk-texts.ts'
import type { IndexPlan } from '../recipes/group-by-index.ts'
import type { StageForecast } from './stage-forecast.ts'

/** Up to so many chunks are looked up in the cache and counted one by one. */
const lookedUp = 5000
const sampledDocuments = 50
const countedQueries = 500
const countedCharacters = 40_000

/** What it costs to embed the corpus, unless its index is there, and the questions that have no vector yet. */
export function forecastEmbedding(
  plan: IndexPlan,
  queries: readonly EvalQuery[],
  pricing: RunPricing,
  countTokens: (text: string) => number,
  ports: ExperimentPorts,
): StageForecast[] {
  const { embedding, key } = plan
  if (embedding.kind !== 'openai') return []
  const missing = (texts: readonly string[]) => {
    const open = ports.store.embeddings.missing(key.embeddingKey, texts.map(textHash))
    return texts.filter((text) => open.has(textHash(text)))
  }
  const asked = missing([...new Set(queries.map(({ text }) => text))])
  const isBuilt = ports.store.indexes.find(key) !== null
  return [
    ...(isBuilt ? [] : [item(embedding, corpusTokens(plan, missing, countTokens, ports), pricing)]),
    item(embedding, { calls: asked.length, promptTokens: asked.slice(0, countedQueries).map(countTokens) }, pricing),
  ]
}

interface Counted {
  /** Texts, or documents: what one of `promptTokens` is the length of. */
  readonly calls: number
  readonly promptTokens: readonly number[]
}

function item(
  { model, baseUrl }: OpenAiEmbedding,
  { calls, promptTokens }: Counted,
  pricing: RunPricing,
): StageForecast {
  return {
    ...{ stage: 'embedding', model, baseUrl, calls, promptTokens, outputTokens: [], maxOutputTokens: 0 },
    price: pricing.priceOfInput(model, baseUrl),
  }
}

/** Every chunk that is not in the cache where they are few, else every chunk; without chunks, documents that are cut now. */
function corpusTokens(
  { key, chunking }: IndexPlan,
  missing: (texts: readonly string[]) => readonly string[],
  countTokens: (text: string) => number,
  { store }: Pick<ExperimentPorts, 'store'>,
): Counted {
  const { corpusVersionId } = key
  const chunkSet = store.indexes.chunkSet(corpusVersionId, key.chunkingKey)
  if (chunkSet && chunkSet.count <= lookedUp) {
    const texts = chunkTexts(store.datasets, corpusVersionId, chunkSet, chunking)
    const open = new Set(missing([...new Set(texts)]))
    const promptTokens = texts.flatMap((text, chunk) => {
      // Equal texts are sent once.
      if (!open.delete(text)) return []
      const title = text.slice(0, text.length - (chunkSet.end[chunk]! - chunkSet.start[chunk]!))
      return [chunkSet.tokens[chunk]! + countTokens(title)]
    })
    return { calls: promptTokens.length, promptTokens }
  }
  if (chunkSet) return { calls: chunkSet.count, promptTokens: [...chunkSet.tokens] }
  const total = store.datasets.findVersion(corpusVersionId)?.documents ?? 0
  const step = Math.max(1, Math.ceil(total / sampledDocuments))
  const documents = Array.from({ length: Math.ceil(total / step) }, (_, index) =>
    store.datasets.documentAt(corpusVersionId, index * step),
  )
  const promptTokens = documents.flatMap((document) => {
    if (!document) return []
    // Of a long document, its beginning speaks for the rest.
    const text = document.text.slice(0, countedCharacters)
    const chunks = chunkDocument({ ...document, text }, chunking)
    const share = document.text.length / Math.max(1, text.length)
    const title = chunking.includeTitle ? countTokens(document.title) : 0
    return [Math.round(share * chunks.reduce((sum, { tokens }) => sum + tokens + title, 0))]
  })
  return { calls: promptTokens.length === 0 ? 0 : total, promptTokens }
}
