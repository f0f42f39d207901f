import { isAnswerMeasure } from '../../../shared/domain/answer-measures.ts'
import type { MetricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { GridColumn } from '../../ui/data-grid/grid-column.ts'
import { MetricCell } from './metric-cell.tsx'
import type { RunColumnContext } from './run-column-context.ts'
import type { RunRow } from './run-row.ts'
import { WhiskerCell } from './whisker-cell.tsx'

export const whiskerColumnId = 'interval'

/** Measures that are shown before a reader chooses others. */
const firstMetrics = new Set(['ndcg@10', 'recall@10', 'mrr', 'latencyMs.total.p50', 'latencyMs.total.p95'])

/** Beside answers one measure of retrieval is enough at first. */
const givesWay = new Set(['recall@10', 'mrr'])

/** A picture of one score and its interval, on one axis for all rows. */
export function whiskerColumn({ baseline, figures, partial, whisker }: RunColumnContext): GridColumn<RunRow> {
  const { metric, low, high } = whisker
  return {
    id: whiskerColumnId,
    label: 'Interval',
    header: `${low.toFixed(1)} ${metricLabel(metric)} ${high.toFixed(1)}`,
    section: 'Ranking',
    description: `${metricLabel(metric)} with its 95 % interval, all runs on one axis from ${low.toFixed(1)} to ${high.toFixed(1)}; dotted: the baseline`,
    width: 132,
    minWidth: 132,
    fits: true,
    inMessage: true,
    optional: true,
    render: (run) => <WhiskerCell run={run} axis={whisker} baseline={baseline} figures={figures} partial={partial} />,
  }
}

/** A measure, as text. */
export function metricColumn(
  definition: MetricDefinition,
  { baseline, figures, partial, answers }: RunColumnContext,
): GridColumn<RunRow> {
  const { name, better, unit } = definition
  return {
    id: name,
    label: metricLabel(name),
    section: metricSection(name),
    description: `${metricLabel(name)}, ${better === 'none' ? 'neither direction is better' : `${better} is better`}`,
    width: unit === 'usd' ? 98 : unit === 'fraction' ? 90 : 84,
    fits: true,
    align: 'end',
    inMessage: true,
    optional: !answers.first.has(name) && (!firstMetrics.has(name) || (answers.first.size > 0 && givesWay.has(name))),
    firstSort: better === 'lower' ? 'ascending' : 'descending',
    // A run that is not finished has no place among the ones that are.
    sortValue: (run) => (run.status === 'finished' ? run.figures.get(name)?.value : undefined),
    render: (run) => (
      <MetricCell run={run} definition={definition} baseline={baseline} figures={figures} partial={partial} />
    ),
  }
}

function metricSection(name: string): string {
  if (isAnswerMeasure(name) || name === 'macroF1') return 'Answers'
  if (/^(?:costUsd|tokens)\./u.test(name)) return 'Cost and tokens'
  if (name.startsWith('span')) return 'Gold spans'
  return name.includes('.') ? 'Time and size' : 'Ranking'
}
