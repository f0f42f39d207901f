/** Cut-offs at which retrieval is scored, in documents (ranking measures) or chunks (span measures). */
export const rankCutoffs = [1, 3, 5, 10, 20, 100] as const

/** Token budgets at which span measures are scored: the ones that make chunk sizes comparable. */
export const tokenBudgets = [500, 1000, 2000, 4000] as const

export const latencyStages = ['embedQuery', 'search', 'total'] as const
export type LatencyStage = (typeof latencyStages)[number]

export type MetricDirection = 'higher' | 'lower' | 'none'
export type MetricUnit = 'fraction' | 'ms' | 'count' | 'bytes' | 'tokens'

/** How a measure is read: its unit, which direction is good, and whether it is a mean over examples. */
export interface MetricDefinition {
  readonly name: string
  readonly unit: MetricUnit
  readonly better: MetricDirection
  readonly kind: 'mean' | 'proportion' | 'quantile' | 'total'
}

const mean = (name: string): MetricDefinition => ({ name, unit: 'fraction', better: 'higher', kind: 'mean' })
const proportion = (name: string): MetricDefinition => ({ ...mean(name), kind: 'proportion' })

/** Measures with one value per query, in the order in which they are stored and exported. */
export const exampleMetrics: readonly MetricDefinition[] = [
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
]

export const metricDefinitions: ReadonlyMap<string, MetricDefinition> = new Map(
  [...exampleMetrics, ...runMetrics].map((definition) => [definition.name, definition]),
)
