import type { LengthHistogram } from '../../../shared/domain/length-histogram.ts'
import { BarHistogram } from '../../ui/bar-histogram.tsx'
import { formatCount } from './format-counts.ts'
import styles from './length-chart.module.css'

/** Token lengths of texts; says when only a sample was counted. */
export function LengthChart({ lengths, what }: { lengths: LengthHistogram; what: string }) {
  const { counted, texts, bins, medianTokens, p95Tokens, maxTokens } = lengths
  const n =
    counted === texts
      ? `n = ${formatCount(texts)}`
      : `even sample, n = ${formatCount(counted)} of ${formatCount(texts)}`
  return (
    <figure className={styles.chart}>
      <BarHistogram
        label={`o200k tokens per ${what}: median ${formatCount(medianTokens)}, 95th percentile ${formatCount(p95Tokens)}, largest ${formatCount(maxTokens)}; ${n}`}
        bins={bins}
        marks={[
          { value: medianTokens, name: `median ${formatCount(medianTokens)}` },
          { value: p95Tokens, name: `p95 ${formatCount(p95Tokens)}`, isDashed: true },
        ]}
        axis={`o200k tokens per ${what}, log scale`}
      />
      <figcaption>{`${n}; largest ${formatCount(maxTokens)}`}</figcaption>
    </figure>
  )
}
