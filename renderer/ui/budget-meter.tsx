import { formatFigure } from '../../shared/charts/format-figure.ts'
import styles from './budget-meter.module.css'
import { ProgressBar } from './progress-bar.tsx'

interface BudgetMeterProps {
  spentUsd: number
  capUsd: number
  /** What the cap is for, such as `this run`. */
  label: string
}

/** What was spent of a cap, as a bar and in words, which turn amber near its end. */
export function BudgetMeter({ spentUsd, capUsd, label }: BudgetMeterProps) {
  const text = `${formatFigure(spentUsd, 'usd')} of ${capText(capUsd)}`
  return (
    <span className={styles.meter} title={`${text} spent by ${label}; what is on its way counts at its most`}>
      <span className={styles.bar}>
        <ProgressBar fraction={spentUsd / capUsd} label={`Of the cap for ${label}, ${text}`} />
      </span>
      <span className={styles.text} data-near={spentUsd >= 0.9 * capUsd ? '' : undefined}>
        {text}
      </span>
    </span>
  )
}

/** With every digit that a small cap has. */
function capText(usd: number): string {
  return usd < 1 ? `$${Number(usd.toPrecision(3))}` : formatFigure(usd, 'usd')
}
