import type { CostRange, SweepForecast } from '../../../shared/domain/forecast.ts'

/** Cents where there are some; two figures of a smaller amount. */
export function shortUsd(usd: number): string {
  if (usd === 0) return '$0'
  return usd >= 0.1 ? `$${usd.toFixed(2)}` : `$${Number(usd.toPrecision(2)).toString()}`
}

/** `$0.42 (0.31–0.60)` */
export function rangeText({ lowUsd, middleUsd, highUsd }: CostRange): string {
  const [low, middle, high] = [shortUsd(lowUsd), shortUsd(middleUsd), shortUsd(highUsd)]
  return low === high ? middle : `${middle} (${low.slice(1)}–${high.slice(1)})`
}

/** `about $0.42 (0.31–0.60)`, `up to $0.60, at least $0.31`, `free`, or which part is known. */
export function costSentence({ total, known, lines, unknownPrices }: SweepForecast): string {
  if (lines.length === 0) return 'free: nothing is sent anywhere'
  if (total === null) {
    const names = unknownPrices.map(({ model }) => model).join(', ')
    return known.highUsd === 0
      ? `price of ${names} not known`
      : `about ${rangeText(known)}, price of ${names} not known`
  }
  if (total.highUsd > 0) return `${roughly(total)}`
  return lines.every(({ price }) => price?.source === 'local') ? 'free: models on this machine' : 'free'
}

/** What the Start button says after its verb; null where there is nothing to pay. */
export function costOfStart({ total }: SweepForecast): string | null {
  if (total === null) return 'price not known'
  if (total.highUsd === 0) return null
  return isWorstCase(total) ? `up to ${shortUsd(total.highUsd)}` : `about ${shortUsd(total.middleUsd)}`
}

function roughly(range: CostRange): string {
  const { lowUsd, highUsd } = range
  return isWorstCase(range) ? `up to ${shortUsd(highUsd)}, at least ${shortUsd(lowUsd)}` : `about ${rangeText(range)}`
}

/** Where answers are counted at their longest, the middle is as good as the end of the range. */
function isWorstCase({ lowUsd, middleUsd, highUsd }: CostRange): boolean {
  return middleUsd > 0.95 * highUsd && lowUsd < 0.9 * highUsd
}
