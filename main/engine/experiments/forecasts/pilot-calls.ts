import { costOfUsage } from '../../../../shared/domain/cost-of-usage.ts'
import type { PilotOffer } from '../../../../shared/domain/forecast.ts'
import type { Generation } from '../../../../shared/domain/generation.ts'
import { isExtractive } from '../../../../shared/domain/is-extractive.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { LanguageModel, ModelRequest } from '../../../ports/language-model.ts'
import { hashRequest } from '../../calls/hash-request.ts'
import { writeRequest } from '../answering/write-request.ts'
import type { RunPricing } from '../costs/run-pricing.ts'
import { worstCaseUsage } from '../costs/worst-case-usage.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { drawnQueries } from './drawn-queries.ts'
import { earlierOutputs, pilotOf } from './earlier-outputs.ts'
import type { RecipeToForecast } from './stage-forecast.ts'

/** Questions that a pilot asks each model at most. */
export const pilotQuestions = 20

/** One request of a pilot: exactly as the run will send it, so that the run finds its answer. */
export interface PilotCall {
  readonly queryId: string
  readonly generation: Generation
  readonly model: LanguageModel
  readonly request: ModelRequest
}

/**
 * What a pilot would ask for a recipe and is not answered yet; null when its answers would not serve the run, because what
 * search and reranking will find is not known for nothing.
 */
export function pilotCalls(
  { recipe, examples, sample, context, writeExamples }: RecipeToForecast,
  { languageModels, store }: Pick<ExperimentPorts, 'languageModels' | 'store'>,
): PilotCall[] | null {
  const { generation, rung, rerank } = recipe
  if (generation === null || isExtractive(generation)) return null
  if (hasRetrieval(rung) && (context.kind === 'standIn' || rerank.kind !== 'none')) return null
  const model = languageModels.open(generation.provider, generation.model)
  const chosen = new Set(drawnQueries(examples.queries, pilotQuestions).map(({ queryId }) => queryId))
  return sample.flatMap((query, index) => {
    if (!chosen.has(query.queryId)) return []
    const request = writeRequest({ recipe }, generation, query.text, context.passages[index]!, writeExamples(query))
    if (store.calls.findAnswered(hashRequest(model.key, request, null))) return []
    return [{ queryId: query.queryId, generation, model, request }]
  })
}

/** Gathers what one pilot of a whole sweep asks: of each model once, through the first recipe that can be measured. */
export class PilotPlan {
  readonly calls: PilotCall[] = []
  readonly #models = new Set<string>()
  readonly #ports: Pick<ExperimentPorts, 'languageModels' | 'store'>

  constructor(ports: Pick<ExperimentPorts, 'languageModels' | 'store'>) {
    this.#ports = ports
  }

  add(asked: RecipeToForecast): void {
    const { generation } = asked.recipe
    if (generation === null) return
    const key = JSON.stringify([generation.provider, generation.model, generation.maxOutputTokens])
    if (this.#models.has(key)) return
    const calls = pilotCalls(asked, this.#ports)
    if (calls === null) return
    this.#models.add(key)
    if (!this.#isMeasured(asked)) this.calls.push(...calls)
  }

  /** Enough answers of the model are known to tell how long they are. */
  #isMeasured({ recipe, examples }: RecipeToForecast): boolean {
    const { generation } = recipe
    if (generation === null) return true
    const { key } = this.#ports.languageModels.open(generation.provider, generation.model)
    const known = pilotOf(key, this.#ports).outputTokens.length + earlierOutputs(generation, this.#ports).length
    return known >= Math.min(pilotQuestions, examples.queries.length)
  }

  /** Null when there is nothing to measure, when it is free anyway, or when a price is not known. */
  offer(pricing: RunPricing, countTokens: (text: string) => number): PilotOffer | null {
    if (this.calls.length === 0) return null
    let mostUsd = 0
    for (const { generation, request } of this.calls) {
      const price = pricing.priceOf(generation.model, generation.provider)
      if (price === null) return null
      mostUsd += costOfUsage(worstCaseUsage(request, countTokens), price)
    }
    return mostUsd === 0 ? null : { questions: this.calls.length, mostUsd }
  }
}
