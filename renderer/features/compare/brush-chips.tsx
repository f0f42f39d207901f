import { X } from 'lucide-react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { Button } from '../../ui/button.tsx'
import { barText, sideOf, sliceText } from './brush.ts'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import styles from './slices.module.css'

interface BrushChipsProps {
  sides: readonly ComparedSide[]
  address: ReturnType<typeof useCompareSearch>
  binWidth: number
}

/** What the charts chose the questions by; each can be given up. */
export function BrushChips({ sides, address, binWidth }: BrushChipsProps) {
  const { slice, bar, metric, change } = address
  const unit = metricDefinition(metric)?.unit ?? 'fraction'
  const chips = [
    ...(slice ? [{ text: sliceText(slice), giveUp: () => change({ slice: undefined }, { replace: true }) }] : []),
    ...(bar
      ? [
          {
            text: `${sideOf(sides, bar.runId)?.letter ?? ''} ${barText(bar.bar, (step) => formatFigure(step * binWidth, unit))}`,
            giveUp: () => change({ bar: undefined }, { replace: true }),
          },
        ]
      : []),
  ]
  return chips.map(({ text, giveUp }) => (
    <span key={text} className={styles.chip} title={text}>
      <span dir="auto">{text}</span>
      <Button
        variant="ghost"
        size="small"
        aria-label={`Show questions beyond "${text}" again`}
        icon={<X size={12} />}
        onClick={giveUp}
      />
    </span>
  ))
}
