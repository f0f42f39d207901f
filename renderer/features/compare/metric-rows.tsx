import { memo } from 'react'
import { figureFormats } from '../../../shared/charts/figure-formats.ts'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { answerMeasures, isAnswerMeasure } from '../../../shared/domain/answer-measures.ts'
import type { ComparedMetric } from '../../../shared/domain/comparison.ts'
import { describeVerdict, formatP, notComparableWords } from '../../../shared/domain/describe-verdict.ts'
import { type MetricDefinition, metricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabel, metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import type { PairedEvidence, Verdict } from '../../../shared/domain/verdict.ts'
import { judgeCheckHint, judgeCheckText } from '../../forms/judge-check-text.ts'
import { spreadHint, spreadText } from '../../forms/spread-text.ts'
import { Delta } from '../../ui/delta.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './compare-screen.module.css'
import type { ComparedSide } from './compared-side.ts'
import { QuestionStrip } from './question-strip.tsx'
import { SectionHead } from './section-head.tsx'

/** Measures of retrieval, time and size that are shown, in this order; one that no run has is left out. */
const retrievalMetrics: readonly string[] = [
  'ndcg@10',
  'recall@10',
  'recall@100',
  'precision@10',
  'success@1',
  'mrr',
  'map',
  'spanRecall@1000tokens',
  'spanRecall@4000tokens',
  'spanIou@1000tokens',
  'latencyMs.total.p50',
  'latencyMs.total.p95',
  'index.chunks',
  'index.bytes',
  'index.buildMs',
]

const moneyMetrics = ['costUsd.per1k', 'costUsd.spent', 'costUsd.judge', 'tokens.input', 'tokens.output']

/** What of these runs is compared: their answers, if any, before everything else. */
export function comparedMetrics(details: readonly RunDetail[]): string[] {
  const answer = details.some(({ run }) => run.recipe?.generation != null)
  if (!answer) return [...retrievalMetrics]
  const scored = [...new Set(details.flatMap(({ scoredMetrics }) => scoredMetrics))]
  return [...answerMeasures(scored), ...retrievalMetrics, ...moneyMetrics]
}

interface MetricRowsProps {
  sides: readonly ComparedSide[]
  /** In the order in which they are shown. */
  metrics: readonly string[]
  baselineLetter: string
  loading: boolean
  /** Lists the questions by a measure. */
  onMetric: (metric: string) => void
}

/** Figures side by side with their intervals, and the paired difference to the baseline. */
export const MetricRows = memo(MetricPart)

function MetricPart({ sides, metrics: wanted, baselineLetter, loading, onMetric }: MetricRowsProps) {
  const shown = wanted.filter((name) => loading || sides.some(({ metrics }) => metrics.has(name)))
  const main = shown[0] ?? 'ndcg@10'
  const shared = sides.flatMap(({ metrics }) => metrics.get(main)?.difference?.n ?? [])
  const counts = [...new Set(shared)].sort((a, b) => a - b)
  const family = sides.flatMap(({ verdicts }) => verdicts.get(main)?.evidence?.familySize ?? [])[0]
  const holm =
    family === undefined ? '' : `, Holm p over ${family.toLocaleString('en-US')} ${family === 1 ? 'run' : 'runs'}`
  return (
    <tbody>
      <SectionHead
        title="Metrics"
        columns={sides.length + 1}
        note={
          counts.length > 0
            ? `value, difference to ${baselineLetter} on ${counts.map((n) => n.toLocaleString('en-US')).join(' to ')} shared questions with its 95 % interval${holm}; questions better, equal, worse; ${baselineLetter}: interval of the value`
            : 'value, [95 % interval of the value]'
        }
      />
      {shown.map((name) => {
        const definition = metricDefinition(name)
        if (!definition) return null
        return (
          <tr
            key={name}
            data-metric={name}
            className={sides.length > 1 && definition.kind !== 'total' ? styles.withStrip : undefined}
          >
            <th scope="row">{metricLabelAmong(name, shown)}</th>
            {sides.map((side) => (
              <td key={side.run.runId}>
                <div className={styles.place}>
                  <MetricCell {...{ side, definition, loading, onMetric }} isUniform={counts.length === 1} />
                </div>
              </td>
            ))}
          </tr>
        )
      })}
    </tbody>
  )
}

/** Whether the measure has a value per question, so that questions are won and lost. */
function hasQuestions({ kind }: MetricDefinition): boolean {
  return kind === 'mean' || kind === 'proportion'
}

function MetricCell({
  side,
  definition,
  loading,
  isUniform,
  onMetric,
}: {
  side: ComparedSide
  definition: MetricDefinition
  loading: boolean
  /** All runs share the same number of questions with the baseline: it stands above, once. */
  isUniform: boolean
  onMetric: (metric: string) => void
}) {
  const { name, unit, better, kind } = definition
  const figure = side.metrics.get(name)
  if (!figure || figure.value === null) {
    if (loading) return <Skeleton width={120} />
    return <span className={styles.quiet}>{`– ${absence(definition, side)}`}</span>
  }
  const verdict = side.verdicts.get(name)
  const evidence = verdict?.evidence
  // Times are not paired: their difference comes with its test.
  const change = figure.difference ?? (kind === 'quantile' && evidence ? evidence : null)
  const check = judgeCheckText(side.judgeChecks, name)
  const spread = spreadText(side.spreads, name)
  const title = hint(definition, figure, judgeCheckHint(side.judgeChecks, name), verdict, spread)
  const line = (
    <span className={styles.metric} title={title}>
      <b>{formatFigure(figure.value, unit)}</b>
      {change && (
        <Delta
          value={change.value}
          text={formatChange(change.value, unit)}
          better={better}
          undecided={kind !== 'total' && verdict?.word !== 'better' && verdict?.word !== 'worse'}
          spoken={`on ${change.n.toLocaleString('en-US')} ${kind === 'quantile' ? 'timed' : 'shared'} questions`}
        />
      )}
      {(evidence || !change) && (
        // Beside a difference stands its interval, which may still be on its way, never that of the value.
        <span className={styles.interval}>
          {formatInterval((evidence ?? figure).ciLow, (evidence ?? figure).ciHigh, unit)}
        </span>
      )}
      {verdict?.reason && !side.notComparable && <span className={styles.n}>{notComparableWords[verdict.reason]}</span>}
      {check && <span className={styles.n}>{check}</span>}
      {spread && !evidence && (
        <span className={styles.n} title={spreadHint}>
          {spread}
        </span>
      )}
      {kind === 'quantile' && !evidence && <span className={styles.n}>{`n = ${figure.n}`}</span>}
    </span>
  )
  if (!evidence) return line
  const isDecisive = verdict.word === 'better' || verdict.word === 'worse'
  const decided = isDecisive ? `${verdict.word}, ${formatP(evidence.adjustedP)}` : 'not decisive'
  const words = isUniform ? decided : `${decided}, n = ${evidence.n.toLocaleString('en-US')}`
  if (!hasQuestions(definition)) {
    return (
      <span className={styles.twoLines}>
        {line}
        <span
          className={styles.quiet}
        >{`${words}, ${evidence.n} timed${evidence.ciLow === null ? ': too few' : ''}`}</span>
      </span>
    )
  }
  return (
    <button type="button" className={styles.figureButton} title={title} onClick={() => onMetric(name)}>
      <span className="visuallyHidden">{`${side.letter}, ${metricLabel(name)}: `}</span>
      {line}
      <QuestionStrip evidence={evidence} isDecisive={isDecisive} words={words} />
    </button>
  )
}

function absence({ name, kind, unit }: MetricDefinition, { run, scoredMetrics }: ComparedSide): string {
  if (run.status !== 'finished') return 'not finished'
  const answers = run.recipe?.generation != null
  if (isAnswerMeasure(name)) return answers ? (name.includes('#') ? 'not judged' : 'no reference') : 'no answers'
  if (name === 'costUsd.judge' && !scoredMetrics.some((scored) => scored.includes('#'))) return 'no judge'
  if (unit === 'usd') return answers ? 'price not known' : 'no answers'
  if (name.startsWith('tokens.')) return answers ? 'not counted' : 'no answers'
  if (!hasRetrieval(run.recipe?.rung) && kind !== 'quantile') return 'no retrieval'
  if (name.startsWith('span')) return 'no gold spans'
  if (kind === 'quantile') return 'not timed'
  const k = Number(/@(\d+)$/u.exec(name)?.[1] ?? 0)
  return run.recipe && k > run.recipe.search.k ? `ranked only ${run.recipe.search.k}` : 'nothing judged'
}

function questionWords({ wins, ties, losses }: PairedEvidence): string {
  return `${wins} better, ${ties} equal, ${losses} worse; press to list the questions by this measure`
}

function hint(
  definition: MetricDefinition,
  { value, ciLow, ciHigh, n, difference }: ComparedMetric,
  check: string | null,
  verdict: Verdict | undefined,
  spread: string | null,
): string {
  const { name, unit } = definition
  const interval = formatInterval(ciLow, ciHigh, unit)
  return [
    `${metricLabel(name)} ${formatFigure(value!, unit)}`,
    ...(interval ? [`95 % interval ${interval}`] : []),
    ...(n > 1 ? [`n = ${n.toLocaleString('en-US')}`] : []),
    ...(verdict ? [describeVerdict(verdict, figureFormats(unit))] : []),
    ...(difference && !verdict
      ? [
          `difference ${formatChange(difference.value, unit)} on ${difference.n.toLocaleString('en-US')} shared questions`,
        ]
      : []),
    ...(check ? [check] : []),
    ...(spread ? [spread] : []),
    ...(verdict?.evidence && hasQuestions(definition) ? [questionWords(verdict.evidence)] : []),
  ].join(', ')
}
