import type { TokenUsage } from '../../../../shared/domain/answer.ts'
import type { EvalQuery } from '../../../../shared/domain/eval-set.ts'
import type { ModelRerank, ServerRerank } from '../../../../shared/domain/rerank.ts'
import type { RecipeRun, RetrievedChunk } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import type { ModelRequest } from '../../../ports/language-model.ts'
import type { PaidReply } from '../../calls/paid-call.ts'
import { priceOfSearch } from '../../cost/price-of-search.ts'
import { gradePassagesRequest, readPassageGrades } from '../../evaluation/grade-passages.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import { worstCaseUsage } from '../costs/worst-case-usage.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { readRankedTexts } from './read-ranked-texts.ts'

/** Puts the first chunks of a ranking in a new order. */
export interface RerankStage {
  /** Throws what a paid call throws. `latencyMs` is that of the first execution where the answer was known already. */
  rerank(
    query: Pick<EvalQuery, 'queryId' | 'text'>,
    ranking: readonly RetrievedChunk[],
    signal: AbortSignal,
  ): Promise<{ ranking: RetrievedChunk[]; latencyMs: number }>
}

interface ScoredTexts extends PaidReply {
  readonly scores: readonly number[]
}

/** How a kind of reranker scores texts: its request, as the cache knows it, and how it is sent. */
interface Grader {
  readonly lane: string
  readonly key: string
  readonly model: string
  ask(
    query: string,
    texts: readonly string[],
  ): {
    request: unknown
    worstCase: TokenUsage
    price: ReturnType<RunPricing['priceOf']>
    send: (signal: AbortSignal) => Promise<ScoredTexts>
  }
}

/** Null for a recipe that does not rerank. */
export function openRerankStage(
  run: RecipeRun,
  chunkSet: ChunkSet,
  pricing: RunPricing,
  countTokens: (text: string) => number,
  ports: ExperimentPorts,
): RerankStage | null {
  const { rerank } = run.recipe
  if (rerank.kind === 'none') return null
  const grader =
    rerank.kind === 'server'
      ? serverGrader(rerank, pricing, countTokens, ports)
      : modelGrader(rerank, pricing, countTokens, ports)
  const { corpusVersionId } = run.provenance
  return {
    rerank: async (query, ranking, signal) => {
      // In the order of the corpus: the same candidates are the same request, whatever order they came in.
      const candidates = ranking.slice(0, rerank.candidates).toSorted((a, b) => a.chunk - b.chunk)
      if (candidates.length < 2) return { ranking: [...ranking], latencyMs: 0 }
      const texts = readRankedTexts(candidates, candidates.length, { corpusVersionId, chunkSet }, ports).map(
        ({ title, text }) => (title === '' ? text : `${title}\n${text}`),
      )
      const { request, worstCase, price, send } = grader.ask(query.text, texts)
      const { reply } = await ports.paidCalls.call<ScoredTexts>(
        {
          use: { runId: run.runId, stage: 'rerank', queryId: query.queryId, repetition: 0, part: '' },
          jobId: run.jobId,
          lane: grader.lane,
          model: grader.model,
          modelKey: grader.key,
          request,
          useCache: true,
          worstCase,
          price,
          caps: pricing.caps,
          send,
        },
        signal,
      )
      return { ranking: inNewOrder(ranking, candidates, reply.scores), latencyMs: reply.latencyMs }
    },
  }
}

/**
 * Candidates by their new score, then the rest as it was. Scores behind the candidates only keep the order: they count
 * down from the lowest new one.
 */
function inNewOrder(
  ranking: readonly RetrievedChunk[],
  candidates: readonly RetrievedChunk[],
  scores: readonly number[],
): RetrievedChunk[] {
  const newScore = new Map(candidates.map(({ chunk }, index) => [chunk, scores[index]!]))
  const reranked = ranking
    .filter(({ chunk }) => newScore.has(chunk))
    .map((retrieved) => ({ ...retrieved, score: newScore.get(retrieved.chunk)! }))
    .sort((a, b) => b.score - a.score || a.chunk - b.chunk)
  const lowest = Math.min(...scores)
  const rest = ranking.filter(({ chunk }) => !newScore.has(chunk))
  return [...reranked, ...rest.map((retrieved, index) => ({ ...retrieved, score: lowest - 1 - index }))]
}

function serverGrader(
  settings: ServerRerank,
  pricing: RunPricing,
  countTokens: (text: string) => number,
  { openReranker }: ExperimentPorts,
): Grader {
  const reranker = openReranker(settings)
  const { baseUrl, model } = settings
  return {
    lane: reranker.lane,
    key: reranker.key,
    model,
    ask: (query, texts) => ({
      request: { query, texts },
      price: priceOfSearch(
        pricing.priceOfInput(model, baseUrl),
        texts.map((text) => countTokens(text) + countTokens(query)),
      ),
      worstCase: {
        inputTokens: Math.ceil(1.33 * texts.reduce((sum, text) => sum + countTokens(text) + countTokens(query), 64)),
        cachedInputTokens: 0,
        outputTokens: 0,
      },
      send: async (signal) => {
        const { inputTokens, ...reply } = await reranker.rerank(query, texts, signal)
        return { ...reply, usage: inputTokens === null ? null : { inputTokens, cachedInputTokens: 0, outputTokens: 0 } }
      },
    }),
  }
}

function modelGrader(
  settings: ModelRerank,
  pricing: RunPricing,
  countTokens: (text: string) => number,
  { languageModels }: ExperimentPorts,
): Grader {
  const { provider, model } = settings
  const languageModel = languageModels.open(provider, model)
  return {
    lane: languageModel.lane,
    key: languageModel.key,
    model,
    ask: (query, texts) => {
      const request: ModelRequest = gradePassagesRequest(query, texts)
      return {
        request,
        worstCase: worstCaseUsage(request, countTokens),
        price: pricing.priceOf(model, provider),
        send: async (signal) => {
          const reply = await languageModel.send(request, signal)
          return { ...reply, scores: readPassageGrades(reply.text, texts.length) }
        },
      }
    },
  }
}
