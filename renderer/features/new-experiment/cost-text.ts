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

/** `about $0.42 (0.31–0.60)`, `up to $0.60 (0.31–0.60)`, `free`, or which part is known. */
export function costSentence({ total, known, lines, unknownPrices }: SweepForecast): string {
  if (lines.length === 0) return 'free: nothing is sent anywhere'
  if (total === null) {
    const names = unknownPrices.map(({ model }) => model).join(', ')
    return known.highUsd === 0
      ? `price of ${names} not known`
      : `about ${rangeText(known)}, price of ${names} not known`
  }
  if (total.highUsd > 0) return `${roughly(total)} ${rangeText(total)}`
  return lines.every(({ price }) => price?.source === 'local') ? 'free: models on this machine' : 'free'
}

/** What the Start button says after its verb; null where there is nothing to pay. */
export function costOfStart({ total, known }: SweepForecast): string | null {
  if (total === null) return known.highUsd > 0 ? `more than ${shortUsd(known.middleUsd)}` : 'price not known'
  return total.highUsd === 0 ? null : `${roughly(total)} ${shortUsd(total.middleUsd)}`
}

/** Where answers are counted at their longest, the middle is the end of the range. */
function roughly({ middleUsd, highUsd }: CostRange): 'about' | 'up to' {
  return shortUsd(middleUsd) === shortUsd(highUsd) ? 'up to' : 'about'
}
