import { BudgetSettings, budgetSettingsName } from '../../../../shared/domain/budget-settings.ts'
import type { CostRange, ForecastCap, ForecastLine, SweepForecast } from '../../../../shared/domain/forecast.ts'
import { CostStage } from '../../../../shared/domain/ledger.ts'
import type { SweepSpec } from '../../../../shared/domain/recipe.ts'
import { forecastRun } from '../../cost/forecast-run.ts'
import { openPricing } from '../costs/run-pricing.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { embeddingKey } from '../indexing/open-text-embedder.ts'
import { groupByIndex } from '../recipes/group-by-index.ts'
import { planSweep } from '../sweeps/start-sweep.ts'
import { forecastAnswers, forecastJudges, forecastRerank } from './forecast-stages.ts'
import { PilotPlan } from './pilot-calls.ts'
import { recipesToForecast } from './recipes-to-forecast.ts'
import type { StageForecast } from './stage-forecast.ts'

/** Prompts counted for one recipe at most. */
const sampleSize = 50

const nothing: CostRange = { lowUsd: 0, middleUsd: 0, highUsd: 0 }

/**
 * What a sweep will cost, by stage and model: prompts are counted on real questions, answers take the length of earlier
 * ones of their model, else the most they may have. What the cache is known to hold is left out. Sends nothing.
 * Throws AppError INVALID_INPUT or NOT_FOUND, as starting would.
 */
export async function forecastSweep(
  spec: SweepSpec,
  ports: ExperimentPorts,
  signal: AbortSignal = new AbortController().signal,
): Promise<SweepForecast> {
  const planned = planSweep(spec, ports)
  const { recipes, evalSet, split } = planned
  const examples = ports.store.datasets.examples(evalSet.evalSetId, split.name)
  const pricing = openPricing(spec.budget ?? { perRunUsd: null, perSweepUsd: null }, ports)
  // The vocabulary of the chunker is large: only who needs it loads it.
  const { countTokens } = await import('../../chunking/count-tokens.ts')
  const { forecastEmbedding } = await import('./forecast-embedding.ts')
  const byRecipe: StageForecast[][] = recipes.map(() => [])
  if (examples.queries.length > 0) {
    const groups = groupByIndex(
      recipes,
      evalSet.corpusVersionId,
      (embedding) => embeddingKey(embedding, ports),
      ports.store.indexes,
    )
    // The first run of an index pays for it.
    for (const { plan, recipes: members } of groups) {
      byRecipe[members[0]!]!.push(...forecastEmbedding(plan, examples.queries, pricing, countTokens, ports))
    }
  }
  const rerankings = new Set<string>()
  const pilot = new PilotPlan(ports)
  let hasStandIns = false
  for await (const { index, asked } of recipesToForecast(planned, examples, sampleSize, ports, signal)) {
    const { recipe, context } = asked
    hasStandIns ||= context.kind === 'standIn'
    // Runs that rerank the same candidates share the answers.
    const reranked = JSON.stringify([recipe.chunking, recipe.embedding, recipe.search, recipe.rerank])
    const rerank = rerankings.has(reranked) ? [] : forecastRerank(asked, pricing)
    rerankings.add(reranked)
    const answers = forecastAnswers(asked, spec.batch ?? false, pricing, ports)
    byRecipe[index]!.push(...rerank, ...answers, ...forecastJudges(asked, spec.evaluators ?? [], pricing, ports))
    pilot.add(asked)
  }
  return { ...summedUp(byRecipe, spec, ports), hasStandIns, pilot: pilot.offer(pricing, countTokens) }
}

function summedUp(
  byRecipe: readonly (readonly StageForecast[])[],
  { budget }: SweepSpec,
  ports: ExperimentPorts,
): Omit<SweepForecast, 'hasStandIns' | 'pilot'> {
  const lines = new Map<string, ForecastLine>()
  const ofRecipes = byRecipe.map((items) => {
    let sum = nothing
    for (const item of items) {
      const line = lineOf(item)
      const key = JSON.stringify([line.stage, line.model, line.baseUrl])
      const before = lines.get(key)
      lines.set(key, before ? together(before, line) : line)
      sum = plus(sum, line.cost ?? nothing)
    }
    return { sum, isKnown: items.every(isKnown) }
  })
  const known = ofRecipes.reduce((all, { sum }) => plus(all, sum), nothing)
  const allKnown = ofRecipes.every(({ isKnown: recipeIsKnown }) => recipeIsKnown)
  const listed = [...lines.values()].sort(
    (a, b) => CostStage.options.indexOf(a.stage) - CostStage.options.indexOf(b.stage),
  )
  const unknown = new Map(
    listed
      .filter((line) => !isKnown(line))
      .map(({ model, baseUrl }) => [JSON.stringify([model, baseUrl]), { model, baseUrl }]),
  )
  const dearest = ofRecipes.reduce((most, { sum }) => (sum.highUsd > most.highUsd ? sum : most), nothing)
  const cap = (scope: ForecastCap['scope'], capUsd: number | null, cost: CostRange, spentUsd = 0): ForecastCap[] => {
    if (capUsd === null || listed.length === 0) return []
    const leftUsd = Math.max(0, capUsd - spentUsd)
    const keeps = !allKnown ? 'unknown' : cost.highUsd <= leftUsd ? 'yes' : cost.lowUsd > leftUsd ? 'no' : 'maybe'
    return [{ scope, capUsd, leftUsd, keeps }]
  }
  const month = monthOf(ports)
  return {
    lines: listed,
    total: allKnown ? known : null,
    known,
    unknownPrices: [...unknown.values()],
    caps: [
      ...cap('run', budget?.perRunUsd ?? null, dearest),
      ...cap('sweep', budget?.perSweepUsd ?? null, known),
      ...cap('month', month.capUsd, known, month.spentUsd),
    ],
  }
}

/** A price that is not known matters only where something will be asked. */
function isKnown({ price, calls }: Pick<ForecastLine, 'price' | 'calls'>): boolean {
  return price !== null || calls === 0
}

function lineOf(item: StageForecast): ForecastLine {
  const { stage, model, baseUrl, calls, price, promptTokens, outputTokens, maxOutputTokens } = item
  return {
    ...{ stage, model, baseUrl, calls, price },
    inputTokens: meanOf(promptTokens) * calls,
    outputTokens: (outputTokens.length > 0 ? Math.min(maxOutputTokens, meanOf(outputTokens)) : maxOutputTokens) * calls,
    outputFrom: outputTokens.length > 0 ? 'earlier' : 'cap',
    cost: calls === 0 ? nothing : forecastRun([item]).items[0]!,
  }
}

function together(a: ForecastLine, b: ForecastLine): ForecastLine {
  return {
    ...a,
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    outputFrom: a.outputFrom === 'cap' ? 'cap' : b.outputFrom,
    cost: a.cost && b.cost && plus(a.cost, b.cost),
  }
}

function plus(a: CostRange, b: CostRange): CostRange {
  return {
    lowUsd: a.lowUsd + b.lowUsd,
    middleUsd: a.middleUsd + b.middleUsd,
    highUsd: a.highUsd + b.highUsd,
  }
}

function monthOf({ store, clock }: Pick<ExperimentPorts, 'store' | 'clock'>) {
  const now = clock.now()
  const start = (offset: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset)).toISOString()
  const { confirmedUsd, unconfirmedUsd, sendingUsd } = store.calls.spendingBetween(start(0), start(1))
  return {
    capUsd: BudgetSettings.parse(store.settings.get(budgetSettingsName) ?? {}).monthlyUsd,
    spentUsd: confirmedUsd + unconfirmedUsd + sendingUsd,
  }
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
