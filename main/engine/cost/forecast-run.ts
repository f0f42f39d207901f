import { costOfUsage } from '../../../shared/domain/cost-of-usage.ts'
import type { CostStage, TokenPrice } from '../../../shared/domain/ledger.ts'
import { studentT95 } from './student-t-95.ts'

/** The calls of one stage to one model. */
export interface ForecastItem {
  readonly stage: CostStage
  readonly model: string
  /** Null when not known: the item's cost is then not known either. */
  readonly price: TokenPrice | null
  /** That will be paid for; what the cache holds is left out. */
  readonly calls: number
  /** Counted prompt tokens: of every call, or of a random sample of them. */
  readonly promptTokens: readonly number[]
  /** Output tokens of a pilot's calls; empty when there was none. */
  readonly outputTokens: readonly number[]
  /** The most that one answer can have. */
  readonly maxOutputTokens: number
}

/** US dollars: the middle, and the range that should hold the actual cost nine times in ten. */
export interface CostRange {
  readonly lowUsd: number
  readonly middleUsd: number
  readonly highUsd: number
}

export interface Forecast {
  /** In the order given; null where the price is not known. */
  readonly items: readonly (CostRange | null)[]
  /** Sums of the items; null when one of them is not known. */
  readonly total: CostRange | null
}

/** Tokens of all calls together. */
interface TokenRange {
  readonly low: number
  readonly middle: number
  readonly high: number
}

/**
 * What a run will cost. Prompts are counted; the length of answers comes from a pilot, else from the cap, which is then
 * middle and end of the range. Ranges are prediction intervals of a sum from the mean of a sample (Student's t, 90 %).
 * Ends are added over prompts, answers and items: what makes one of them long makes the others long, too.
 */
export function forecastRun(items: readonly ForecastItem[]): Forecast {
  const ranges = items.map(forecastItem)
  const total = ranges.reduce<CostRange | null>(
    (sum, range) =>
      sum &&
      range && {
        lowUsd: sum.lowUsd + range.lowUsd,
        middleUsd: sum.middleUsd + range.middleUsd,
        highUsd: sum.highUsd + range.highUsd,
      },
    { lowUsd: 0, middleUsd: 0, highUsd: 0 },
  )
  return { items: ranges, total }
}

function forecastItem({ price, calls, promptTokens, outputTokens, maxOutputTokens }: ForecastItem): CostRange | null {
  if (price === null) return null
  const prompts = promptTotal(promptTokens, calls)
  const mostOutput = maxOutputTokens * calls
  const outputs =
    outputTokens.length === 0 ? { low: 0, middle: mostOutput, high: mostOutput } : sumOfMore(outputTokens, calls)
  if (calls === 0) return { lowUsd: 0, middleUsd: 0, highUsd: 0 }
  // Per call: a price can depend on the length of the single prompt, or count the requests.
  const cost = (end: keyof TokenRange) =>
    calls *
    costOfUsage(
      {
        inputTokens: prompts[end] / calls,
        cachedInputTokens: 0,
        outputTokens: Math.min(mostOutput, outputs[end]) / calls,
      },
      price,
    )
  return { lowUsd: cost('low'), middleUsd: cost('middle'), highUsd: cost('high') }
}

function promptTotal(promptTokens: readonly number[], calls: number): TokenRange {
  const counted = promptTokens.reduce((sum, tokens) => sum + tokens, 0)
  if (promptTokens.length >= calls) {
    const exact = promptTokens.length === 0 ? 0 : (counted * calls) / promptTokens.length
    return { low: exact, middle: exact, high: exact }
  }
  const rest = sumOfMore(promptTokens, calls - promptTokens.length)
  return { low: counted + rest.low, middle: counted + rest.middle, high: counted + rest.high }
}

/** The sum of `count` further values of what `sample` was drawn from. */
function sumOfMore(sample: readonly number[], count: number): TokenRange {
  const n = sample.length
  if (n === 0) throw new RangeError('a forecast needs at least one counted prompt')
  const mean = sample.reduce((sum, value) => sum + value, 0) / n
  const middle = mean * count
  // One value says nothing of the spread: anything from nothing to far more.
  if (n === 1) return { low: 0, middle, high: middle * studentT95(1) }
  const variance = sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = studentT95(n - 1) * Math.sqrt(variance * (count + count ** 2 / n))
  return { low: Math.max(0, middle - half), middle, high: middle + half }
}
