import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import { type Monitor, MonitorTerms } from '../../../shared/domain/monitor.ts'
import { watchedMeasures } from '../../../shared/domain/watched-measures.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { everyText } from './monitor-card.tsx'
import styles from './monitor-screen.module.css'

interface MonitorFormProps {
  /** Null for a new one. */
  monitor: Monitor | null
  /** The run that a new one begins with; null leaves the choice to the form. */
  runId: string | null
  onClose: () => void
}

const rhythms = [1, 3, 6, 12, 24, 72, 168, 336, 720]

/** The texts of the fields by their name in the terms; empty = none. */
type Texts = Record<
  | 'leastQualityDrop'
  | 'leastLatencyRise'
  | 'leastCostRise'
  | 'leastRefusalRise'
  | 'capUsd'
  | 'corpusAgeDays'
  | 'reindexAfterDays'
  | 'retrainAfterDays',
  string
>

const shares = ['leastLatencyRise', 'leastCostRise', 'leastRefusalRise'] as const

/** Pins a run, or changes what a monitor asks for. */
export function MonitorForm({ monitor, runId, onClose }: MonitorFormProps) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [name, setName] = useState(monitor?.name ?? '')
  const [chosen, setChosen] = useState<string | null>(monitor?.runId ?? runId)
  const [metric, setMetric] = useState<string | null>(monitor?.terms.metric ?? null)
  const [everyHours, setEveryHours] = useState(monitor?.terms.everyHours ?? 24)
  const [texts, setTexts] = useState<Texts>(() => textsOf(monitor?.terms ?? MonitorTerms.parse({ metric: 'any' })))
  const list = useQuery(query.experiments.list.queryOptions({ input: { metrics: [] } }))
  const runs = (list.data?.runs ?? []).filter(({ status, recipe }) => status === 'finished' && recipe !== null)
  const pinned = chosen ?? runs[0]?.runId
  const detail = useQuery(
    query.results.run.queryOptions({ input: { runId: (pinned ?? '-') as RunId }, enabled: pinned !== undefined }),
  )
  const measures = watchedMeasures(detail.data?.scoredMetrics ?? [])
  const shownMetric = metric !== null && measures.includes(metric) ? metric : measures[0]
  const terms = MonitorTerms.safeParse({ metric: shownMetric ?? '', everyHours, ...numbersOf(texts) })
  const shownName = name === '' ? (detail.data?.run.name ?? '') : name
  const save = useMutation({
    mutationFn: (parsed: MonitorTerms): Promise<Monitor> =>
      monitor
        ? client.monitors.edit({ monitorId: monitor.monitorId, name: shownName, terms: parsed })
        : client.monitors.add({ name: shownName, runId: pinned as RunId, terms: parsed }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: query.monitors.key() })
      onClose()
    },
  })
  const problems = new Set(terms.success ? [] : terms.error.issues.map(({ path }) => String(path[0])))
  const field = (key: keyof Texts, label: string, hint: string) => (
    <TextField
      label={label}
      hint={hint}
      inputMode="decimal"
      value={texts[key]}
      error={problems.has(key) ? problemOf(key) : null}
      onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
    />
  )
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={monitor ? `Change ${monitor.name}` : 'Pin a run'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!terms.success || shownName.trim() === '' || save.isPending}
            onClick={() => terms.success && save.mutate(terms.data)}
          >
            {monitor ? 'Save' : 'Pin and watch'}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {save.isError && <Notice kind="error">{errorSentence(save.error)}</Notice>}
        {list.data && runs.length === 0 && (
          <Notice kind="info">There is no finished run with a recipe yet. Start one first.</Notice>
        )}
        {!monitor && (
          <div className={styles.choice}>
            <span>Run</span>
            <Select
              label="Run"
              value={pinned ?? ''}
              onChange={setChosen}
              options={runs.map((run) => [run.runId as string, run.name])}
            />
          </div>
        )}
        <TextField label="Name" value={shownName} maxLength={200} onChange={(event) => setName(event.target.value)} />
        <div className={styles.choice}>
          <span>Quality by</span>
          <Select
            label="Quality by"
            value={shownMetric ?? ''}
            onChange={setMetric}
            options={measures.map((measure) => [measure, metricLabel(measure)])}
          />
        </div>
        <div className={styles.choice}>
          <span>Replay every</span>
          <Select
            label="Replay every"
            value={String(everyHours)}
            onChange={(hours) => setEveryHours(Number(hours))}
            options={[...new Set([...rhythms, everyHours])]
              .toSorted((a, b) => a - b)
              .map((hours) => [String(hours), everyText(hours)])}
          />
        </div>
        {field('leastQualityDrop', 'Quality drop', 'Too much from here, in the unit of the measure, such as 0.02.')}
        {field('leastLatencyRise', 'Latency rise, %', 'Of the p95 of a whole query.')}
        {field('leastCostRise', 'Cost rise, %', 'Of the cost per 1,000 queries.')}
        {field('leastRefusalRise', 'More refusals, points', 'Percentage points of questions that are not answered.')}
        {field('capUsd', 'Most per replay, $', 'A replay pays for every answer. Empty = only the month’s cap.')}
        {field('corpusAgeDays', 'Documents old after, days', 'Empty = never said.')}
        {field('reindexAfterDays', 'Index again after, days', 'Empty = never said.')}
        {field('retrainAfterDays', 'Train again after, days', 'For tuned models. Empty = never said.')}
      </div>
    </Dialog>
  )
}

function problemOf(key: keyof Texts): string {
  if (key.endsWith('Days')) return 'A whole number of days, 1 to 3,650.'
  return key === 'leastRefusalRise' ? 'A number above 0, at most 100.' : 'A number above 0.'
}

function textsOf(terms: MonitorTerms): Texts {
  const text = (value: number | null) => (value === null ? '' : String(value))
  return {
    leastQualityDrop: text(terms.leastQualityDrop),
    leastLatencyRise: text(percent(terms.leastLatencyRise)),
    leastCostRise: text(percent(terms.leastCostRise)),
    leastRefusalRise: text(percent(terms.leastRefusalRise)),
    capUsd: text(terms.capUsd),
    corpusAgeDays: text(terms.corpusAgeDays),
    reindexAfterDays: text(terms.reindexAfterDays),
    retrainAfterDays: text(terms.retrainAfterDays),
  }
}

/** 0.1 × 100 is not 10 in binary fractions. */
function percent(share: number): number {
  return Number((share * 100).toPrecision(12))
}

/** Null where a field is empty; what is no number is NaN, which no term takes. */
function numbersOf(texts: Texts): Record<keyof Texts, number | null> {
  const read = (text: string) => (text.trim() === '' ? null : Number(text))
  const numbers = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, read(text)])) as Record<
    keyof Texts,
    number | null
  >
  for (const key of shares) {
    const value = numbers[key]
    if (value !== null) numbers[key] = value / 100
  }
  return numbers
}
