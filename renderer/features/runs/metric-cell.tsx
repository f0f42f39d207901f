import { figureFormats } from '../../../shared/charts/figure-formats.ts'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { isAnswerMeasure } from '../../../shared/domain/answer-measures.ts'
import { describeVerdict, formatP } from '../../../shared/domain/describe-verdict.ts'
import type { MetricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { Delta } from '../../ui/delta.tsx'
import { isComparable, type RunRow } from './run-row.ts'
import styles from './runs.module.css'
import type { PartialFigures } from './use-partial-figures.ts'
import type { RunFigures } from './use-run-figures.ts'

interface MetricCellProps {
  run: RunRow
  definition: MetricDefinition
  baseline: RunRow | null
  figures: RunFigures
  partial: PartialFigures
}

/** A figure; below it the change against the baseline, or without one the 95 % interval. The hint says all of it. */
export function MetricCell({ run, definition, baseline, figures, partial }: MetricCellProps) {
  const { name, unit, better, kind } = definition
  const figure = run.figures.get(name)
  const soFar = run.status === 'finished' ? undefined : partial.get(run.runId)?.get(name)
  if (soFar) {
    const value = formatFigure(soFar.value, unit)
    return (
      <span
        className={`${styles.two} ${styles.partial}`}
        title={`${metricLabel(name)} ${value} over the ${soFar.n} questions scored so far: partial, not comparable`}
      >
        <span>{value}</span>
        <span className={styles.second}>partial, n {soFar.n}</span>
      </span>
    )
  }
  if (!figure) {
    return (
      <span className={styles.two}>
        <span className={styles.quiet}>–</span>
        <span className={styles.second}>{run.status === 'finished' ? noFigure(definition, run) : ''}</span>
      </span>
    )
  }
  const interval = figures.interval(run.runId, name)
  const range = formatInterval(interval?.ciLow ?? null, interval?.ciHigh ?? null, unit)
  const change = baseline && changeOf(run, baseline, definition, figures)
  const verdict = change ? figures.verdict(run.runId, name) : undefined
  // These words are wider than a narrow column in some fonts.
  const isElsewhere = baseline !== null && run.runId !== baseline.runId && !isComparable(run, baseline)
  const hint = [
    `${metricLabel(name)} ${formatFigure(figure.value, unit)}`,
    ...(range ? [`95 % interval ${range}`] : []),
    ...(kind === 'total' ? [] : [`n = ${figure.n}${kind === 'quantile' ? ' timed questions' : ' questions'}`]),
    ...(change
      ? [
          verdict
            ? `against ${baseline.name}: ${describeVerdict(verdict, figureFormats(unit))}`
            : `${formatChange(change.value, unit)} against ${baseline.name}${change.spoken ? ` ${change.spoken}` : ''}`,
        ]
      : []),
  ].join(', ')
  return (
    <span className={isElsewhere ? `${styles.two} ${styles.cut}` : styles.two} title={hint}>
      <span className={styles.figure}>{formatFigure(figure.value, unit)}</span>
      <span className={styles.second}>{second()}</span>
    </span>
  )

  function second() {
    if (!baseline) return range.slice(1, -1).replace(', ', '–').replace(/ m?s$/u, '')
    if (run.runId === baseline.runId) return 'baseline'
    if (isElsewhere) return 'other questions'
    if (!change) return ''
    if (verdict?.word === 'notDecisive') return 'not decisive'
    return (
      <Delta
        value={change.value}
        text={formatChange(change.value, unit)}
        better={better}
        // A sum is what it is; anything measured on questions is coloured once it is decided.
        undecided={kind !== 'total' && verdict?.word !== 'better' && verdict?.word !== 'worse'}
        spoken={verdict?.evidence ? `decisive, ${formatP(verdict.evidence.adjustedP)}` : change.spoken}
      />
    )
  }
}

function changeOf(run: RunRow, baseline: RunRow, { name, kind }: MetricDefinition, figures: RunFigures) {
  if (run.runId === baseline.runId || !isComparable(run, baseline)) return null
  if (kind === 'mean' || kind === 'proportion') {
    const difference = figures.difference(run.runId, name)
    return difference && { value: difference.value, spoken: `on ${difference.n} shared questions` }
  }
  const own = run.figures.get(name)
  const base = baseline.figures.get(name)
  return own && base ? { value: own.value - base.value, spoken: '' } : null
}

/** Why a finished run has no figure: never 0. */
function noFigure({ name, kind, unit }: MetricDefinition, { recipe }: RunRow): string {
  const answers = recipe?.generation != null
  if (isAnswerMeasure(name) || name === 'macroF1') {
    if (!answers) return 'no answers'
    return name.includes('#') ? 'not judged' : 'no reference'
  }
  if (name === 'costUsd.judge') return answers ? 'none known' : 'no answers'
  if (name === 'costUsd.setup') return 'price not known'
  if (unit === 'usd') return answers ? 'price not known' : 'no answers'
  if (name.startsWith('tokens.')) return answers ? 'not counted' : 'no answers'
  if (!hasRetrieval(recipe?.rung) && kind !== 'quantile') return 'no retrieval'
  if (name.startsWith('span')) return 'no gold spans'
  if (kind === 'quantile') return 'not timed'
  return 'not scored'
}
