import { useCallback, useMemo } from 'react'
import { type LatencyStageValues, latencyChart } from '../../../shared/charts/latency-chart.ts'
import type { LatencyStage } from '../../../shared/domain/metric.ts'
import { extractiveModel } from '../../../shared/domain/model-provider.ts'
import type { Recipe } from '../../../shared/domain/recipe.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { ChartCard } from '../../ui/chart/chart-card.tsx'
import type { MetricsByName } from './run-metrics.ts'
import styles from './run-screen.module.css'

interface LatencyCardProps {
  detail: RunDetail
  metrics: MetricsByName
  baseline: RunDetail | undefined
  baselineMetrics: MetricsByName
}

const names: Record<LatencyStage, string> = {
  embedQuery: 'Embed',
  search: 'Search',
  rerank: 'Rerank',
  assemble: 'Context',
  generate: 'Answer',
  total: 'Total',
}

/** How long each stage took per question. */
export function LatencyCard({ detail, metrics, baseline, baselineMetrics }: LatencyCardProps) {
  const { run, latencies } = detail
  const places = useMemo(() => placesOf(run.recipe), [run.recipe])
  const draw = useCallback(
    (width: number) =>
      latencyChart({
        width,
        stages: latencies.flatMap(({ stage, valuesMs }): LatencyStageValues[] => {
          const own = quantiles(metrics, stage)
          const other = quantiles(baselineMetrics, stage)
          const otherMs = baseline?.latencies.find((candidate) => candidate.stage === stage)?.valuesMs
          if (!own) return []
          const note = stage === 'total' ? 'one by one' : places[stage] === 'server' ? 'server' : 'local'
          return [
            {
              name: names[stage],
              note,
              valuesMs,
              ...own,
              ...(other && otherMs ? { baseline: { valuesMs: otherMs, ...other } } : {}),
            },
          ]
        }),
      }),
    [latencies, metrics, baseline, baselineMetrics, places],
  )
  const count = (wanted: LatencyStage) => latencies.find(({ stage }) => stage === wanted)?.valuesMs.length ?? 0
  const timed = count('search')
  const answered = count('generate')
  const n = [
    ...(timed > 0 ? [`n = ${timed}, warm, timed alone`] : []),
    ...(answered > 0 ? [`${timed > 0 ? 'answers ' : ''}n = ${answered}`] : []),
  ].join('; ')
  return (
    <ChartCard
      title="Latency by stage"
      note={`${n}, log scale${baseline ? '; grey: baseline' : ''}`}
      end={
        <span className={styles.legend}>
          <span className={styles.solid} aria-hidden="true" /> p50
          <span className={styles.dashed} aria-hidden="true" /> p95
        </span>
      }
      draw={draw}
    />
  )
}

function quantiles(metrics: MetricsByName, stage: LatencyStage): { p50: number; p95: number } | null {
  const p50 = metrics.get(`latencyMs.${stage}.p50`)?.value
  const p95 = metrics.get(`latencyMs.${stage}.p95`)?.value
  return p50 == null || p95 == null ? null : { p50, p95 }
}

/** Which stages another computer, or another program, did. */
function placesOf(recipe: Recipe | null): Partial<Record<LatencyStage, 'server'>> {
  if (!recipe) return {}
  return {
    ...(recipe.embedding.kind === 'openai' && { embedQuery: 'server' }),
    ...(recipe.rerank.kind !== 'none' && { rerank: 'server' }),
    ...(recipe.generation && recipe.generation.model !== extractiveModel && { generate: 'server' }),
  }
}
