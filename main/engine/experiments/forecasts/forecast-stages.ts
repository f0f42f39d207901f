import type { Evaluator } from '../../../../shared/domain/evaluator.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import type { TokenPrice } from '../../../../shared/domain/ledger.ts'
import { batchPriceFactor, offersBatches } from '../../../../shared/domain/offers-batches.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import { hashRequest } from '../../calls/hash-request.ts'
import { priceOfSearch } from '../../cost/price-of-search.ts'
import { gradePassagesRequest } from '../../evaluation/grade-passages.ts'
import { type JudgeQuestion, judgePrompt } from '../../generation/judge-prompt.ts'
import { writeRequest } from '../answering/write-request.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { type Judge, judgesOf } from '../judging/judges-of.ts'
import { earlierAnswers, earlierOutputs, earlierRuns, pilotOf } from './earlier-outputs.ts'
import type { RecipeToForecast, StageForecast } from './stage-forecast.ts'

/** Length of an answer where nothing says it, as a judge will read it. */
const usualAnswerTokens = 60
/** What the form of a message takes. */
const tokensOfForm = 4

/** The requests that put rankings in a new order. Candidates are as long as the passages of the prompt. */
export function forecastRerank(
  { recipe, examples, sample, context, countTokens }: RecipeToForecast,
  pricing: RunPricing,
): StageForecast[] {
  const { rerank } = recipe
  if (!hasRetrieval(recipe.rung) || rerank.kind === 'none') return []
  const candidates = Math.min(rerank.candidates, recipe.search.k)
  const lengths = context.passages.flat().map(({ tokens }) => tokens)
  const meanTokens = lengths.reduce((sum, tokens) => sum + tokens, 0) / Math.max(1, lengths.length)
  const calls = examples.queries.length
  if (rerank.kind === 'server') {
    const { model, baseUrl } = rerank
    return [
      {
        ...{ stage: 'rerank', model, baseUrl, calls, outputTokens: [], maxOutputTokens: 0 },
        price: priceOfSearch(
          pricing.priceOfInput(model, baseUrl),
          Array.from({ length: candidates }, () => meanTokens),
        ),
        promptTokens: sample.map(({ text }) => Math.round(candidates * (meanTokens + countTokens(text)))),
      },
    ]
  }
  const { model, provider } = rerank
  const empty = Array.from({ length: candidates }, () => '')
  return [
    {
      ...{ stage: 'rerank', model, calls, outputTokens: [] },
      baseUrl: provider.baseUrl,
      price: pricing.priceOf(model, provider),
      maxOutputTokens: gradePassagesRequest('', empty).maxOutputTokens,
      promptTokens: sample.map(({ text }) => {
        const { messages } = gradePassagesRequest(text, empty)
        const form = messages.reduce((sum, { content }) => sum + countTokens(content) + tokensOfForm, 0)
        return Math.round(form + candidates * meanTokens)
      }),
    },
  ]
}

/** The requests that ask for answers, without those whose answer the cache holds. */
export function forecastAnswers(
  asked: RecipeToForecast,
  batch: boolean,
  pricing: RunPricing,
  ports: ExperimentPorts,
): StageForecast[] {
  const { recipe, examples, sample, context, writeExamples, countTokens } = asked
  const { generation } = recipe
  if (generation === null || isExtractive(generation)) return []
  const { model, provider, repetitions, maxOutputTokens } = generation
  const modelKey = ports.languageModels.open(provider, model).key
  const requests = sample.map((query, index) =>
    writeRequest({ recipe }, generation, query.text, context.passages[index]!, writeExamples(query)),
  )
  // Passages that stand in are no request that was ever sent.
  const isKnown = (request: unknown) =>
    context.kind !== 'standIn' && ports.store.calls.findAnswered(hashRequest(modelKey, request, null)) !== null
  const pilot = pilotOf(modelKey, ports)
  // What a pilot asked says nothing of the questions that nobody chose.
  const piloted = requests.filter((_, index) => pilot.queryIds.has(sample[index]!.queryId))
  const others = requests.filter((_, index) => !pilot.queryIds.has(sample[index]!.queryId))
  const openOf = (some: readonly unknown[]) => some.filter((request) => !isKnown(request)).length
  const restOfSplit = examples.queries.length - piloted.length
  const first = openOf(piloted) + (others.length === 0 ? 0 : Math.round((restOfSplit * openOf(others)) / others.length))
  return [
    {
      ...{ stage: 'generation', model, maxOutputTokens },
      baseUrl: provider.baseUrl,
      price:
        batch && offersBatches(provider) ? inBatch(pricing.priceOf(model, provider)) : pricing.priceOf(model, provider),
      calls: first + examples.queries.length * (repetitions - 1),
      promptTokens: requests.map(({ messages }) =>
        messages.reduce((sum, { content }) => sum + countTokens(content) + tokensOfForm, 0),
      ),
      outputTokens: [...pilot.outputTokens, ...earlierOutputs(generation, ports)].map((tokens) =>
        Math.min(maxOutputTokens, tokens),
      ),
    },
  ]
}

/** The requests to judges: one for each answer and judge. */
export function forecastJudges(
  asked: RecipeToForecast,
  evaluators: readonly Evaluator[],
  pricing: RunPricing,
  ports: ExperimentPorts,
): StageForecast[] {
  const { recipe, examples, sample, context, countTokens } = asked
  const { generation } = recipe
  if (generation === null) return []
  const earlier = isExtractive(generation) ? [] : earlierOutputs(generation, ports)
  const answerTokens =
    earlier.length > 0
      ? earlier.reduce((sum, tokens) => sum + tokens, 0) / earlier.length
      : Math.min(usualAnswerTokens, generation.maxOutputTokens)
  return judgesOf(evaluators).map((judge) => ({
    ...{ stage: 'judge', model: judge.model, maxOutputTokens: judge.maxOutputTokens },
    baseUrl: judge.provider.baseUrl,
    price: pricing.priceOf(judge.model, judge.provider),
    calls: examples.queries.length * (isExtractive(generation) ? 1 : generation.repetitions),
    promptTokens: sample.map((query, index) => {
      const sources = context.passages[index]!.map(({ title, text }, at) => ({ number: at + 1, title, text }))
      const { messages } = judgePrompt(questionFor(judge, query.text, query.answers, sources))
      return Math.round(
        messages.reduce((sum, { content }) => sum + countTokens(content) + tokensOfForm, 0) + answerTokens,
      )
    }),
    outputTokens: earlierVerdicts(judge, ports),
  }))
}

function questionFor(
  judge: Judge,
  query: string,
  references: readonly string[],
  sources: Extract<JudgeQuestion, { kind: 'faithfulness' }>['sources'],
): JudgeQuestion {
  switch (judge.kind) {
    case 'judge':
      return { kind: 'judge', rubric: judge.rubric, query, answer: '', references }
    case 'answerRelevance':
      return { kind: 'answerRelevance', query, answer: '' }
    default:
      return { kind: judge.kind, query, answer: '', sources }
  }
}

function inBatchOf(price: Omit<TokenPrice, 'source'>) {
  return {
    inputUsdPerMillionTokens: price.inputUsdPerMillionTokens * batchPriceFactor,
    cachedInputUsdPerMillionTokens: price.cachedInputUsdPerMillionTokens * batchPriceFactor,
    outputUsdPerMillionTokens: price.outputUsdPerMillionTokens * batchPriceFactor,
  }
}

function inBatch(price: TokenPrice | null): TokenPrice | null {
  return (
    price && {
      ...inBatchOf(price),
      ...(price.longPrompts ? { longPrompts: { ...price.longPrompts, ...inBatchOf(price.longPrompts) } } : {}),
      source: `${price.source}, in a batch`,
    }
  )
}

/** Output tokens of earlier verdicts of a judge's model, whatever it judged. */
function earlierVerdicts({ model, maxOutputTokens }: Judge, { store }: Pick<ExperimentPorts, 'store'>): number[] {
  const runs = store.runs
    .listSummaries()
    .filter(({ recipe, status }) => recipe?.generation && status === 'finished')
    .slice(-earlierRuns)
  return runs
    .flatMap(({ runId }) => store.calls.entries(runId, 0, 1000))
    .flatMap((entry) =>
      entry.stage === 'judge' && entry.model === model && entry.usage
        ? [Math.min(maxOutputTokens, entry.usage.outputTokens)]
        : [],
    )
    .slice(0, earlierAnswers)
}
