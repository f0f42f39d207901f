import { tokenBudgets } from '../../../shared/domain/metric.ts'
import { type CutoffAxes, CutoffCard, type CutoffFigures } from './cutoff-card.tsx'

const axes: CutoffAxes = {
  measures: [
    { label: 'recall', metricAt: (budget) => `spanRecall@${budget}tokens` },
    { label: 'precision', dash: '2 3', metricAt: (budget) => `spanPrecision@${budget}tokens` },
  ],
  cutoffs: tokenBudgets,
  name: 'retrieved text, tokens (log scale)',
  cutoffLabel: (budget) => `${budget.toLocaleString('en-US')} tokens`,
}

/** How much of the gold spans the retrieved text holds, at token budgets that make chunk sizes comparable. */
export function SpanCard(figures: CutoffFigures) {
  const budgets = tokenBudgets.flatMap((budget) => figures.metrics.get(`spanRecall@${budget}tokens`) ?? [])
  const counts = [...new Set(budgets.map(({ n }) => n))].sort((a, b) => a - b)
  return (
    <CutoffCard
      {...figures}
      title="Span recall at token budgets"
      axes={axes}
      n={counts.map((n) => n.toLocaleString('en-US')).join(' to ')}
      headline={{ label: 'at 1,000', metric: 'spanRecall@1000tokens' }}
    />
  )
}
