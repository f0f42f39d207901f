import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import { metricDefinition } from '../../../../shared/domain/metric.ts'
import { metricLabel } from '../../../../shared/domain/metric-label.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Select } from '../../../ui/select.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import type { useCompareSearch } from '../compare-search.ts'
import { FieldMultiples } from './field-multiples.tsx'
import { comparedFields, type FieldBrush, fieldedRuns, isLit, toggled } from './field-values.ts'
import { HeatMap } from './heat-map.tsx'
import styles from './many-runs.module.css'
import { ManyRunsTable } from './many-runs-table.tsx'

interface ManyRunsProps {
  address: ReturnType<typeof useCompareSearch>
  /** How many can stand side by side. */
  mostBeside: number
}

const nothing: FieldBrush = new Map()
/** What is put on the two axes before a reader chooses. */
const firstAxes = ['chunking.sizeTokens', 'search.mode']

/** Up to 200 runs: one measure against every setting that differs, two settings together, and the runs themselves. */
export function ManyRuns({ address, mostBeside }: ManyRunsProps) {
  const { query } = useEngine()
  const navigate = useNavigate()
  const { runIds, change } = address
  const [brush, setBrush] = useState<FieldBrush>(nothing)
  const [axes, setAxes] = useState<readonly [string, string] | null>(null)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const detail = useQuery(query.results.run.queryOptions({ input: { runId: runIds[0]! } }))
  const measures = (detail.data?.figures ?? []).flatMap(({ metric }) => metricDefinition(metric)?.name ?? [])
  const metric =
    address.isMetricChosen || measures.includes(address.metric) ? address.metric : (measures[0] ?? address.metric)
  const list = useQuery(
    query.experiments.list.queryOptions({ input: { metrics: [metric] }, placeholderData: keepPreviousData }),
  )
  const listed = list.data
  const runs = useMemo(() => (listed ? fieldedRuns(listed, runIds, metric) : []), [listed, runIds, metric])
  const fields = useMemo(() => (listed ? comparedFields(runs, listed) : []), [listed, runs])
  if (list.isError) {
    return (
      <div className={styles.padded}>
        <Notice kind="error">{errorSentence(list.error)}</Notice>
      </div>
    )
  }
  if (!listed) {
    return (
      <div className={styles.padded}>
        <Skeleton width="100%" height={280} label="Reading the runs" />
      </div>
    )
  }
  const there = listed.runs.filter(({ runId }) => runIds.includes(runId)).length
  const elsewhere = there - runs.length
  const gone = runIds.length - there
  const definition = metricDefinition(metric)
  const unit = definition?.unit ?? 'fraction'
  const better = definition?.better ?? 'none'
  const lit = runs.filter((run) => isLit(run, brush))
  const scored = runs.filter(({ value }) => value !== null).length
  const names = fields.map(({ name }) => name)
  const preferred = [
    ...firstAxes.filter((name) => names.includes(name)),
    ...names.filter((name) => !firstAxes.includes(name)),
  ]
  const shownAxes = axes ?? ([preferred[0] ?? '', preferred[1] ?? ''] as const)
  const open = (runId: string) => void navigate({ to: '/runs/$runId', params: { runId } })
  const beside = runs.filter(({ run }) => chosen.has(run.runId)).map(({ run }) => run.runId as string)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
    <section className={styles.scroller} tabIndex={0} aria-label="Many runs">
      <div className={styles.bar}>
        <Select
          label="Measure"
          value={metric}
          onChange={(name) => change({ metric: name }, { replace: true })}
          options={[...new Set([metric, ...measures])].map((name) => [name, metricLabel(name)])}
        />
        <span className={styles.quiet} role="status">
          {[
            `${lit.length.toLocaleString('en-US')} of ${runs.length.toLocaleString('en-US')} runs`,
            ...(scored < runs.length ? [`${runs.length - scored} without ${metricLabel(metric)}`] : []),
            ...(elsewhere > 0 ? [`${elsewhere} on other questions, not drawn`] : []),
            ...(gone > 0 ? [`${gone} deleted`] : []),
          ].join(' · ')}
        </span>
        {brush.size > 0 && (
          <Button size="small" onClick={() => setBrush(nothing)}>
            Show all again
          </Button>
        )}
        <span className={styles.end}>
          <Button
            size="small"
            disabled={beside.length < 2 || beside.length > mostBeside}
            title={`Choose 2 to ${mostBeside} runs in the table`}
            onClick={() => change({ runs: beside, baseline: undefined })}
          >
            {beside.length === 0 ? 'Side by side' : `Side by side (${beside.length})`}
          </Button>
        </span>
      </div>
      {scored === 0 ? (
        <p className={styles.padded}>{`None of these runs has ${metricLabel(metric)}. Choose another measure.`}</p>
      ) : fields.length === 0 ? (
        <p className={styles.padded}>
          No setting differs between these runs, so there is nothing to draw them against.
        </p>
      ) : (
        <>
          <FieldMultiples
            fields={fields}
            runs={runs}
            metric={metric}
            unit={unit}
            brush={brush}
            onToggle={(field, value) => setBrush(toggled(brush, { [field]: value }))}
            onOpen={open}
          />
          {fields.length > 1 && (
            <HeatMap
              fields={fields}
              runs={runs}
              unit={unit}
              better={better}
              brush={brush}
              axes={shownAxes}
              onAxes={setAxes}
              onChoose={(values) => setBrush(toggled(brush, values))}
            />
          )}
        </>
      )}
      <ManyRunsTable
        runs={lit}
        fields={names}
        metric={metric}
        unit={unit}
        better={better}
        chosen={chosen}
        onChoose={(runId, isChosen) => {
          const next = new Set(chosen)
          if (isChosen) next.add(runId)
          else next.delete(runId)
          setChosen(next)
        }}
        renderName={(run) => (
          <Link to="/runs/$runId" params={{ runId: run.runId as RunId }} dir="auto" title={run.name}>
            {run.name}
          </Link>
        )}
      />
    </section>
  )
}
