/** Cut-offs at which retrieval is scored, in documents (ranking measures) or chunks (span measures). */
export const rankCutoffs = [1, 3, 5, 10, 20, 100] as const

/** Token budgets at which span measures are scored: the ones that make chunk sizes comparable. */
export const tokenBudgets = [500, 1000, 2000, 4000] as const

/** In the order of the pipeline. `total` is their sum, per timed query. */
export const latencyStages = ['embedQuery', 'search', 'rerank', 'assemble', 'generate', 'total'] as const
export type LatencyStage = (typeof latencyStages)[number]

export type MetricDirection = 'higher' | 'lower' | 'none'
export type MetricUnit = 'fraction' | 'ms' | 'count' | 'bytes' | 'tokens' | 'usd'

/** How a measure is read: its unit, which direction is good, and whether it is a mean over examples. */
export interface MetricDefinition {
  readonly name: string
  readonly unit: MetricUnit
  readonly better: MetricDirection
  readonly kind: 'mean' | 'proportion' | 'quantile' | 'total'
}

const mean = (name: string): MetricDefinition => ({ name, unit: 'fraction', better: 'higher', kind: 'mean' })
const proportion = (name: string): MetricDefinition => ({ ...mean(name), kind: 'proportion' })

/** Measures of a ranking with one value per query, in the order in which they are computed, stored and exported. */
export const retrievalMetrics: readonly MetricDefinition[] = [
  ...rankCutoffs.map((k) => mean(`ndcg@${k}`)),
  ...rankCutoffs.map((k) => mean(`recall@${k}`)),
  ...rankCutoffs.map((k) => mean(`precision@${k}`)),
  ...rankCutoffs.map((k) => proportion(`success@${k}`)),
  mean('mrr'),
  mean('map'),
  mean('rPrecision'),
  ...rankCutoffs.flatMap((k) => [mean(`spanRecall@${k}`), mean(`spanPrecision@${k}`), mean(`spanIou@${k}`)]),
  ...tokenBudgets.flatMap((budget) => [
    mean(`spanRecall@${budget}tokens`),
    mean(`spanPrecision@${budget}tokens`),
    mean(`spanIou@${budget}tokens`),
  ]),
]

/** Measures of an answer with one value per query: the mean over its repetitions. */
export const answerMetrics: readonly MetricDefinition[] = [
  proportion('exactMatch'),
  mean('tokenF1'),
  mean('rougeL'),
  proportion('contains'),
  proportion('numeric'),
  proportion('label'),
  { ...proportion('abstained'), better: 'none' },
  proportion('abstentionCorrect'),
]

/** All measures with a fixed name and one value per query. */
export const exampleMetrics: readonly MetricDefinition[] = [...retrievalMetrics, ...answerMetrics]

/** Measures of a run as a whole. */
const runMetrics: readonly MetricDefinition[] = [
  ...latencyStages.flatMap((stage): MetricDefinition[] => [
    { name: `latencyMs.${stage}.p50`, unit: 'ms', better: 'lower', kind: 'quantile' },
    { name: `latencyMs.${stage}.p95`, unit: 'ms', better: 'lower', kind: 'quantile' },
  ]),
  { name: 'index.buildMs', unit: 'ms', better: 'lower', kind: 'total' },
  { name: 'index.chunks', unit: 'count', better: 'none', kind: 'total' },
  { name: 'index.tokens', unit: 'tokens', better: 'none', kind: 'total' },
  { name: 'index.bytes', unit: 'bytes', better: 'lower', kind: 'total' },
  { name: 'macroF1', unit: 'fraction', better: 'higher', kind: 'total' },
  /** Embedding, reranking and answering 1,000 queries, whoever paid; without set-up and judges. */
  { name: 'costUsd.per1k', unit: 'usd', better: 'lower', kind: 'total' },
  /** Embedding the corpus, once. */
  { name: 'costUsd.setup', unit: 'usd', better: 'lower', kind: 'total' },
  { name: 'costUsd.judge', unit: 'usd', better: 'lower', kind: 'total' },
  /** What this run really paid, unconfirmed requests at their worst case. */
  { name: 'costUsd.spent', unit: 'usd', better: 'none', kind: 'total' },
  /** Per answer. */
  { name: 'tokens.input', unit: 'tokens', better: 'none', kind: 'total' },
  { name: 'tokens.output', unit: 'tokens', better: 'none', kind: 'total' },
]

export const metricDefinitions: ReadonlyMap<string, MetricDefinition> = new Map(
  [...exampleMetrics, ...runMetrics].map((definition) => [definition.name, definition]),
)

/** Kinds of measures that carry a name or a version: `judge.quality#1a2b3c4d`. */
const versionedKinds: ReadonlyMap<string, MetricDefinition['kind']> = new Map([
  ['numeric', 'proportion'],
  ['similarity', 'mean'],
  ['pairwise', 'mean'],
  ['regex', 'proportion'],
  ['jsonSchema', 'proportion'],
  ['assertions', 'mean'],
  ['judge', 'mean'],
  ['faithfulness', 'mean'],
  ['citationPrecision', 'mean'],
  ['citationRecall', 'mean'],
  ['answerRelevance', 'mean'],
])

/** How a measure is read, whether its name is fixed or made by an evaluator; undefined when there is no such measure. */
export function metricDefinition(name: string): MetricDefinition | undefined {
  const kind = versionedKinds.get(/^[a-zA-Z]+/.exec(name)?.[0] ?? '')
  return metricDefinitions.get(name) ?? (kind ? { ...mean(name), kind } : undefined)
}

/** Definitions of the measures with these names that have one value per query: fixed names in their order, then others. */
export function exampleDefinitions(names: Iterable<string>): MetricDefinition[] {
  const wanted = new Set(names)
  const fixed = exampleMetrics.filter(({ name }) => wanted.has(name))
  const others = [...wanted].filter((name) => !metricDefinitions.has(name)).sort()
  return [...fixed, ...others.flatMap((name) => metricDefinition(name) ?? [])]
}
