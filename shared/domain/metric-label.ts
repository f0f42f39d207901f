/** A measure's name as screens show it: `nDCG@10`, `Span recall, 2,000 tokens`, `Search p95`. */
export function metricLabel(metric: string): string {
  const fixed = fixedLabels[metric]
  if (fixed) return fixed
  const [name, cutoff] = metric.split('@')
  const label = families[name ?? ''] ?? name ?? metric
  if (cutoff === undefined) return label
  const tokens = /^(\d+)tokens$/.exec(cutoff)?.[1]
  return tokens ? `${label}, ${Number(tokens).toLocaleString('en-US')} tokens` : `${label}@${cutoff}`
}

const families: Readonly<Record<string, string>> = {
  ndcg: 'nDCG',
  recall: 'Recall',
  precision: 'Precision',
  success: 'Success',
  spanRecall: 'Span recall',
  spanPrecision: 'Span precision',
  spanIou: 'Span IoU',
}

const fixedLabels: Readonly<Record<string, string>> = {
  mrr: 'MRR',
  map: 'MAP',
  rPrecision: 'R-precision',
  'latencyMs.embedQuery.p50': 'Embedding p50',
  'latencyMs.embedQuery.p95': 'Embedding p95',
  'latencyMs.search.p50': 'Search p50',
  'latencyMs.search.p95': 'Search p95',
  'latencyMs.total.p50': 'Latency p50',
  'latencyMs.total.p95': 'Latency p95',
  'index.buildMs': 'Index build',
  'index.chunks': 'Chunks',
  'index.tokens': 'Index tokens',
  'index.bytes': 'Index size',
}
