import { type FigureUnit, formatFigure } from '../../../shared/charts/format-figure.ts'
import type { RunTally } from '../../../shared/domain/results.ts'
import { barsPerSide, barText } from './brush.ts'
import styles from './slices.module.css'

interface ChangeDistributionProps {
  letter: string
  tally: RunTally
  binWidth: number
  unit: FigureUnit
  /** Count of the fullest bar of all runs side by side, so that their heights can be compared. */
  most: number
  /** The bar that the questions below are chosen by; null when it is none of this run's. */
  chosen: number | null
  onChoose: (bar: number | null) => void
}

/** How large a run's changes are: a bar for each size, from worse to better. A bar chooses its questions. */
export function ChangeDistribution({ letter, tally, binWidth, unit, most, chosen, onChoose }: ChangeDistributionProps) {
  const { distribution } = tally
  const format = (step: number) => formatFigure(step * binWidth, unit)
  if (distribution.every((count) => count === 0)) return <span className={styles.none}>No question changed.</span>
  const bar = (index: number) => {
    const count = distribution[index]!
    const text = `${count.toLocaleString('en-US')} ${count === 1 ? 'question' : 'questions'} ${barText(index, format)}`
    return (
      <button
        key={index}
        type="button"
        className={`${styles.bar} ${index < barsPerSide ? styles.worse : ''}`}
        disabled={count === 0}
        aria-label={`${letter}: ${text}`}
        aria-pressed={chosen === index}
        title={text}
        onClick={() => onChoose(chosen === index ? null : index)}
      >
        <span style={{ height: `${count === 0 ? 0 : Math.max(4, (100 * count) / most)}%` }} />
      </button>
    )
  }
  const bars = distribution.map((_, index) => index)
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row of bars in every browser */}
      <div className={styles.bars} role="group" aria-label={`Distribution of the changes of ${letter}`}>
        {bars.slice(0, barsPerSide).map(bar)}
        <span className={styles.middle} />
        {bars.slice(barsPerSide).map(bar)}
      </div>
      <div className={styles.ends} aria-hidden="true">
        <span>{`−${format(barsPerSide)}`}</span>
        <span>no change</span>
        <span>{`+${format(barsPerSide)}`}</span>
      </div>
    </>
  )
}
