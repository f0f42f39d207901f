import type { FrontierAxis } from '../../../shared/charts/frontier-chart.ts'
import type { LadderQuestion, LadderReport } from '../../../shared/domain/ladder-report.ts'
import { metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import { Select } from '../../ui/select.tsx'
import { TermField } from './term-field.tsx'

/** The same in the address. A limit of 0 is none. */
interface LadderSearch {
  evalSet?: string
  split?: string
  metric?: string | undefined
  volume?: number
  gain?: number
  p95?: number
  budget?: number
  worth?: number
  axis?: FrontierAxis
}

interface LadderQuestionBarProps {
  report: LadderReport
  onAsk: (search: LadderSearch, kept: LadderQuestion) => void
}

/** Where the ladder stands, by what measure, and what is asked of the next rung. */
export function LadderQuestionBar({ report, onAsk }: LadderQuestionBarProps) {
  const { places, metrics, metric, terms } = report
  const here = places.findIndex(({ evalSetId, split }) => evalSetId === report.evalSetId && split === report.split)
  return (
    <>
      <Select
        label="Eval set"
        value={String(here)}
        options={places.map(({ name, split, runs }, index) => [String(index), `${name}/${split}, ${runs} runs`])}
        onChange={(index) => {
          const { evalSetId, split } = places[Number(index)]!
          // Its runs may be scored by other measures.
          onAsk({ evalSet: evalSetId, split, metric: undefined }, { evalSetId, split })
        }}
      />
      <Select
        label="Measure"
        value={metric}
        options={metrics.map((name) => [name, metricLabelAmong(name, metrics)])}
        onChange={(chosen) => onAsk({ metric: chosen }, { metric: chosen })}
      />
      <TermField
        label="Least gain"
        value={terms.leastWorthwhileGain}
        onSave={(gain) => onAsk({ gain: gain ?? 0 }, { terms: { leastWorthwhileGain: gain ?? 0 } })}
      />
      <TermField
        label="+0.1 is worth, $ per 1k"
        value={terms.worthOfGain && (terms.worthOfGain.usdPer1kQueries * 0.1) / terms.worthOfGain.gain}
        onSave={(worth) =>
          onAsk({ worth: worth ?? 0 }, { terms: { worthOfGain: worth ? { gain: 0.1, usdPer1kQueries: worth } : null } })
        }
      />
      <TermField
        label="p95 limit, ms"
        value={terms.maxLatencyP95Ms}
        onSave={(p95) => onAsk({ p95: p95 ?? 0 }, { terms: { maxLatencyP95Ms: p95 || null } })}
      />
      <TermField
        label="Budget, $ a month"
        value={terms.maxMonthlyUsd}
        onSave={(budget) => onAsk({ budget: budget ?? 0 }, { terms: { maxMonthlyUsd: budget || null } })}
      />
    </>
  )
}
