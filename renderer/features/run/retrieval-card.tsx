import { rankCutoffs } from '../../../shared/domain/metric.ts'
import { type CutoffAxes, CutoffCard, type CutoffFigures } from './cutoff-card.tsx'

const axes: CutoffAxes = {
  measures: [
    { label: 'recall', metricAt: (k) => `recall@${k}` },
    { label: 'nDCG', dash: '5 3', metricAt: (k) => `ndcg@${k}` },
    { label: 'precision', dash: '2 3', metricAt: (k) => `precision@${k}` },
  ],
  cutoffs: rankCutoffs,
  name: 'cut-off k, documents (log scale)',
  cutoffLabel: (k) => `k = ${k}`,
}

/** Recall, nDCG and precision against the cut-off. */
export function RetrievalCard(figures: CutoffFigures) {
  return (
    <CutoffCard
      {...figures}
      title="Retrieval at k"
      axes={axes}
      n={String(figures.metrics.get('recall@10')?.n.toLocaleString('en-US'))}
      headline={{ label: 'recall@10', metric: 'recall@10' }}
    />
  )
}
