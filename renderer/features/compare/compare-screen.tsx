import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useCallback, useDeferredValue, useMemo, useState } from 'react'
import type { RunId } from '../../../shared/domain/ids.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Tooltip } from '../../ui/tooltip.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { CompareExport } from './compare-export.tsx'
import styles from './compare-screen.module.css'
import { mostBeside, useCompareSearch } from './compare-search.ts'
import { CompareTable } from './compare-table.tsx'
import { type ComparedSide, sidesOf } from './compared-side.ts'
import { ManyRuns } from './many-runs/many-runs.tsx'
import { comparedMetrics } from './metric-rows.tsx'
import { QuestionDrawer } from './question-drawer.tsx'
import { RunPicker } from './run-picker.tsx'
import { useComparedVerdicts } from './use-compared-verdicts.ts'

/** Two to eight runs side by side, down to the single question; of more, one measure against their settings. */
export function CompareScreen() {
  const address = useCompareSearch()
  return address.runIds.length <= mostBeside ? <SideBySide /> : <BySetting address={address} />
}

function BySetting({ address }: { address: ReturnType<typeof useCompareSearch> }) {
  const [exporting, setExporting] = useState(false)
  useKeys({ e: () => setExporting(true) })
  return (
    <div className={styles.screen}>
      <ScreenBar
        title={
          <>
            Compare <span className={styles.count}>{runsText(address.runIds.length)}</span>
          </>
        }
      >
        <ExportButton onClick={() => setExporting(true)} />
      </ScreenBar>
      <ManyRuns address={address} mostBeside={mostBeside} />
      <CompareExport open={exporting} onOpenChange={setExporting} runIds={address.runIds} baseline={undefined} />
    </div>
  )
}

function ExportButton({ onClick }: { onClick: () => void }) {
  return (
    <Tooltip text="Export this comparison" shortcut="E">
      <Button icon={<Download size={14} aria-hidden="true" />} onClick={onClick}>
        Export
      </Button>
    </Tooltip>
  )
}

function SideBySide() {
  const { query } = useEngine()
  const search = useCompareSearch()
  const { runIds, baselineId, queryId, change } = search
  const [exporting, setExporting] = useState(false)
  const [picking, setPicking] = useState(false)
  const details = useQueries({
    queries: runIds.map((runId) => query.results.run.queryOptions({ input: { runId } })),
    combine: combineDetails,
  })
  const { known } = details
  const missing = runIds.filter((_, index) => details.failed.includes(index))
  const ready = known.length === runIds.length && baselineId !== undefined
  const names = comparedMetrics(known).join('\n')
  // The same list for as long as it holds the same measures.
  const metrics = useMemo(() => names.split('\n'), [names])
  // Answers are compared on the first measure of answers, unless another was chosen.
  const mainMetric = metrics.find((name) => known.every(({ scoredMetrics }) => scoredMetrics.includes(name)))
  const address = useMemo(
    () => (search.isMetricChosen || !mainMetric ? search : { ...search, metric: mainMetric }),
    [search, mainMetric],
  )
  const comparison = useQuery(
    query.results.metrics.queryOptions({
      input: {
        runs: runIds.length > 0 ? runIds : ['-' as RunId],
        ...(baselineId ? { baseline: baselineId } : {}),
        metrics,
      },
      enabled: ready,
      placeholderData: (before) => before,
    }),
  )
  const verdicts = useComparedVerdicts(runIds, ready ? baselineId : undefined, metrics)
  const sides = useMemo(
    (): ComparedSide[] => (ready ? sidesOf(known, baselineId, comparison.data, verdicts) : []),
    [ready, known, baselineId, comparison.data, verdicts],
  )
  // Figures that arrive are drawn in pieces of work between which the page answers.
  const shownSides = useDeferredValue(sides)

  const toggle = useCallback(
    (runId: string) => {
      const runs = runIds.includes(runId as RunId) ? runIds.filter((id) => id !== runId) : [...runIds, runId]
      if (runs.length <= mostBeside) change({ runs, query: undefined, against: undefined }, { replace: true })
    },
    [runIds, change],
  )
  useKeys({
    a: () => setPicking(true),
    e: runIds.length > 0 ? () => setExporting(true) : undefined,
  })
  const picker = (
    <RunPicker
      open={picking}
      onOpenChange={setPicking}
      chosen={runIds}
      beside={known.find(({ run }) => run.runId === baselineId)?.run ?? null}
      onPick={toggle}
    />
  )
  return (
    <div className={styles.screen}>
      <ScreenBar
        title={
          <>
            Compare <span className={styles.count}>{runIds.length > 0 && runsText(runIds.length)}</span>
          </>
        }
      >
        {picker}
        {runIds.length > 0 && <ExportButton onClick={() => setExporting(true)} />}
      </ScreenBar>
      {missing.length > 0 && (
        <div className={styles.padded}>
          <Notice
            kind="error"
            actions={
              <Button
                size="small"
                onClick={() => change({ runs: runIds.filter((id) => !missing.includes(id)) }, { replace: true })}
              >
                {missing.length === 1 ? 'Leave it out' : 'Leave them out'}
              </Button>
            }
          >
            {errorSentence(details.error)}
          </Notice>
        </div>
      )}
      {comparison.isError && (
        <div className={styles.padded}>
          <Notice
            kind="error"
            actions={
              <Button size="small" onClick={() => void comparison.refetch()}>
                Try again
              </Button>
            }
          >
            {errorSentence(comparison.error)}
          </Notice>
        </div>
      )}
      {runIds.length === 0 && (
        <EmptyState title="Pick runs to compare" action={<Button onClick={() => setPicking(true)}>Add a run</Button>}>
          Select rows in Runs with X and press C, or add them here. Up to 8 stand side by side, up to 200 as charts.
        </EmptyState>
      )}
      {runIds.length > 0 && !ready && missing.length === 0 && (
        <div className={styles.padded}>
          <Skeleton width="100%" height={280} label="Reading the runs" />
        </div>
      )}
      {ready && shownSides.length > 0 && (
        <CompareTable
          sides={shownSides}
          metrics={metrics}
          address={address}
          loading={comparison.isPending}
          onRemove={toggle}
        />
      )}
      {ready && queryId !== undefined && sides.length > 1 && <QuestionDrawer sides={sides} address={address} />}
      {ready && (
        <CompareExport
          open={exporting}
          onOpenChange={setExporting}
          runIds={runIds}
          baseline={sides.find(({ isBaseline }) => isBaseline)?.run}
        />
      )}
    </div>
  )
}

function combineDetails(results: UseQueryResult<RunDetail>[]) {
  return {
    known: results.flatMap(({ data }) => data ?? []),
    failed: results.flatMap(({ isError }, index) => (isError ? [index] : [])),
    error: results.find(({ isError }) => isError)?.error ?? null,
  }
}

function runsText(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`
}
