import type { CorpusDocument } from '../../../../shared/domain/corpus.ts'
import type { EvalQuery, EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { PreviewedContext } from '../../../../shared/domain/prompt-preview.ts'
import type { Recipe } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { EvalExamples } from '../../../ports/dataset-store.ts'
import type { ChunkSet, IndexRecord } from '../../../ports/index-store.ts'
import { chunkDocument } from '../../chunking/chunk-document.ts'
import { textHash } from '../../embedding/text-hash.ts'
import { assembleContext, type ContextPassage, type RankedChunk } from '../../generation/assemble-context.ts'
import { searchIndex } from '../../retrieval/search-index.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { chunkTexts } from '../indexing/chunk-texts.ts'
import { embeddingKey, openTextEmbedder } from '../indexing/open-text-embedder.ts'
import { groupByIndex } from '../recipes/group-by-index.ts'
import { readRankedTexts } from '../searching/read-ranked-texts.ts'

export interface PromptContext {
  readonly kind: PreviewedContext
  /** A sentence on what will be different in the run; null when nothing will. */
  readonly note: string | null
  /** Per query, in order. */
  readonly passages: readonly (readonly ContextPassage[])[]
}

export interface QuestionsToShow {
  readonly recipe: Recipe
  readonly evalSet: EvalSet
  readonly examples: EvalExamples
  readonly queries: readonly EvalQuery[]
}

/**
 * The passages that a recipe would put before a model, without a call that costs: from its index where that is built and
 * the questions' vectors can be had for nothing, else from documents that stand in.
 */
export async function promptContext(
  { recipe, evalSet, examples, queries }: QuestionsToShow,
  countTokens: (text: string) => number,
  ports: ExperimentPorts,
  signal: AbortSignal,
): Promise<PromptContext> {
  if (!hasRetrieval(recipe.rung)) return { kind: 'none', note: null, passages: queries.map(() => []) }
  const { store } = ports
  const { corpusVersionId } = evalSet
  const [group] = groupByIndex([recipe], corpusVersionId, (embedding) => embeddingKey(embedding, ports), store.indexes)
  const { key, embedding } = group!.plan
  const record = store.indexes.find(key)
  const chunkSet = store.indexes.chunkSet(corpusVersionId, key.chunkingKey)
  const standIn = (why: string): PromptContext => ({
    kind: 'standIn',
    note: `${why}: in place of what search will find, the question's own documents are shown first, then others.`,
    passages: standInPassages({ recipe, evalSet, examples, queries }, countTokens, ports),
  })
  if (!record || !chunkSet) return standIn('The index is not built yet')
  if (recipe.search.mode !== 'fulltext' && embedding.kind === 'openai') {
    const hashes = queries.map(({ text }) => textHash(text))
    if (store.embeddings.missing(key.embeddingKey, hashes).size > 0) {
      return standIn('The vectors of the questions are not there yet, and asking for them may cost')
    }
  }
  const rankings = await search({ recipe, queries, record, chunkSet }, group!.plan, ports, signal)
  return {
    kind: 'index',
    note: recipe.rerank.kind === 'none' ? null : 'In the order before reranking, which a preview does not pay for.',
    passages: rankings.map((ranking) =>
      assembleContext({
        ranked: readRankedTexts(ranking, recipe.context.passages, { corpusVersionId, chunkSet }, ports),
        settings: recipe.rerank.kind === 'none' ? recipe.context : { ...recipe.context, scoreFloor: null },
        countTokens,
      }),
    ),
  }
}

async function search(
  {
    recipe,
    queries,
    record,
    chunkSet,
  }: { recipe: Recipe; queries: readonly EvalQuery[]; record: IndexRecord; chunkSet: ChunkSet },
  { embedding, key, chunking }: ReturnType<typeof groupByIndex>[number]['plan'],
  ports: ExperimentPorts,
  signal: AbortSignal,
) {
  const texts = () => chunkTexts(ports.store.datasets, key.corpusVersionId, chunkSet, chunking)
  const needsVectors = recipe.search.mode !== 'fulltext'
  const embedder = needsVectors ? await openTextEmbedder(embedding, chunkSet.chunkSetId, texts, ports) : null
  const vectors = embedder
    ? await embedder.vectors(
        queries.map(({ text }) => text),
        signal,
      )
    : []
  const table = await ports.vectors.open(record.tableName, record.language)
  try {
    const asked = queries.map(({ text }, index) => ({ text, vector: vectors[index] ?? null }))
    const [rankings] = await searchIndex(table, asked, [recipe.search])
    return rankings!
  } finally {
    table.close()
  }
}

/** As many chunks as the run will send: of the relevant documents first, then of the first documents of the corpus. */
function standInPassages(
  { recipe, evalSet, examples, queries }: QuestionsToShow,
  countTokens: (text: string) => number,
  { store }: Pick<ExperimentPorts, 'store'>,
): ContextPassage[][] {
  const { corpusVersionId } = evalSet
  const { passages: wanted, budgetTokens } = recipe.context
  const { kind, sizeTokens } = recipe.chunking
  const sentTokens = kind === 'none' ? budgetTokens : Math.min(budgetTokens, wanted * sizeTokens)
  // More of a long document than can be sent is not cut.
  const mostCharacters = Math.max(20_000, 10 * sentTokens)
  const cut = (document: CorpusDocument): RankedChunk[] =>
    chunkDocument({ ...document, text: document.text.slice(0, mostCharacters) }, recipe.chunking)
      .slice(0, wanted)
      .map(({ start, end }) => ({
        ...{ chunk: 0, docId: document.docId, title: document.title, start, end, score: 0 },
        text: document.text.slice(start, end),
      }))
  const others = store.datasets.documents(corpusVersionId, 0, wanted).flatMap((document) => cut(document).slice(0, 1))
  return queries.map(({ queryId, spans }) => {
    const grades = [...(examples.judgments.get(queryId) ?? [])].filter(([, grade]) => grade > 0)
    const judged = grades.sort((a, b) => b[1] - a[1]).map(([docId]) => docId)
    const gold = [...new Set([...judged, ...spans.map(({ docId }) => docId)])].flatMap(
      (docId) => store.datasets.document(corpusVersionId, docId) ?? [],
    )
    const goldIds = new Set(gold.map(({ docId }) => docId))
    return assembleContext({
      ranked: [...gold.flatMap(cut), ...others.filter(({ docId }) => !goldIds.has(docId))],
      settings: { ...recipe.context, scoreFloor: null },
      countTokens,
    })
  })
}
