/** A measure's name as screens show it: `nDCG@10`, `Span recall, 2,000 tokens`, `Search p95`. */
export function metricLabel(metric: string): string {
  const fixed = fixedLabels[metric]
  if (fixed) return fixed
  const versioned = /^([a-zA-Z]+)(?:\.([^#]+))?#[0-9a-f]+$/.exec(metric)
  if (versioned) return [families[versioned[1]!] ?? versioned[1]!, ...(versioned[2] ? [versioned[2]] : [])].join(' ')
  const [name, cutoff] = metric.split('@')
  const label = families[name ?? ''] ?? name ?? metric
  if (cutoff === undefined) return label
  const tokens = /^(\d+)tokens$/.exec(cutoff)?.[1]
  return tokens ? `${label}, ${Number(tokens).toLocaleString('en-US')} tokens` : `${label}@${cutoff}`
}

/** The label, with the version where another of the measures shown beside it has the same: `Judge quality #1a2b`. */
export function metricLabelAmong(metric: string, shown: readonly string[]): string {
  const label = metricLabel(metric)
  const version = /#([0-9a-f]+)$/.exec(metric)?.[1]
  const isShared = shown.some((other) => other !== metric && metricLabel(other) === label)
  return version && isShared ? `${label} #${version.slice(0, 4)}` : label
}

const families: Readonly<Record<string, string>> = {
  ndcg: 'nDCG',
  recall: 'Recall',
  precision: 'Precision',
  success: 'Success',
  spanRecall: 'Span recall',
  spanPrecision: 'Span precision',
  spanIou: 'Span IoU',
  judge: 'Judge',
  assertions: 'Assertions',
  numeric: 'Numeric',
  similarity: 'Similarity',
  pairwise: 'Pairwise against',
  regex: 'Regex',
  jsonSchema: 'JSON schema',
  faithfulness: 'Faithfulness',
  citationPrecision: 'Citation precision',
  citationRecall: 'Citation recall',
  answerRelevance: 'Answer relevance',
}

const fixedLabels: Readonly<Record<string, string>> = {
  mrr: 'MRR',
  map: 'MAP',
  rPrecision: 'R-precision',
  'latencyMs.embedQuery.p50': 'Embedding p50',
  'latencyMs.embedQuery.p95': 'Embedding p95',
  'latencyMs.search.p50': 'Search p50',
  'latencyMs.search.p95': 'Search p95',
  'latencyMs.rerank.p50': 'Rerank p50',
  'latencyMs.rerank.p95': 'Rerank p95',
  'latencyMs.assemble.p50': 'Context p50',
  'latencyMs.assemble.p95': 'Context p95',
  'latencyMs.generate.p50': 'Answer time p50',
  'latencyMs.generate.p95': 'Answer time p95',
  'latencyMs.total.p50': 'Latency p50',
  'latencyMs.total.p95': 'Latency p95',
  'index.buildMs': 'Index build',
  'index.chunks': 'Chunks',
  'index.tokens': 'Index tokens',
  'index.bytes': 'Index size',
  exactMatch: 'Exact match',
  tokenF1: 'Token F1',
  rougeL: 'ROUGE-L',
  contains: 'Contains',
  numeric: 'Numeric',
  label: 'Label accuracy',
  macroF1: 'Macro-F1',
  abstained: 'Abstained',
  abstentionCorrect: 'Abstention right',
  'costUsd.per1k': 'Cost per 1k',
  'costUsd.setup': 'Set-up cost',
  'costUsd.judge': 'Judge cost',
  'costUsd.spent': 'Spent',
  'tokens.input': 'Tokens in',
  'tokens.output': 'Tokens out',
}
