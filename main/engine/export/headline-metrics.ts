import type { Comparison } from '../../../shared/domain/comparison.ts'

type Definition = Comparison['metrics'][number]

const quality = ['tokenF1', 'exactMatch', 'ndcg@10', 'recall@10', 'mrr', 'spanRecall@1000tokens', 'rougeL', 'success@1']
const price = ['latencyMs.total.p50', 'latencyMs.total.p95', 'costUsd.per1k']

/**
 * The measures that stand for a comparison where not all can: judges first, then answers, then retrieval; then latency
 * and cost.
 * @param most quality measures.
 */
export function headlineMetrics(
  { metrics, runs }: Comparison,
  most = 4,
): { quality: Definition[]; price: Definition[] } {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]))
  const measured = (name: string) => runs.some((run) => run.metrics.some((m) => m.metric === name && m.value !== null))
  const judges = metrics.filter(({ name }) => /^(judge|faithfulness)\b/.test(name)).map(({ name }) => name)
  const pick = (names: readonly string[]) => names.filter(measured).flatMap((name) => byName.get(name) ?? [])
  const chosen = pick([...judges, ...quality]).slice(0, most)
  const others = metrics.filter(({ name, unit, kind }) => unit === 'fraction' && kind !== 'total' && measured(name))
  return { quality: chosen.length > 0 ? chosen : others.slice(0, most), price: pick(price) }
}
