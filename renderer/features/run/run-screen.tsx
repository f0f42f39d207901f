import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RunId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { TabList, TabPanel } from '../../ui/tab-list.tsx'
import { Overview } from './overview.tsx'
import { QuestionDrawer } from './question-drawer.tsx'
import { Questions } from './questions.tsx'
import { RunCommands } from './run-commands.tsx'
import { RunHeader } from './run-header.tsx'
import { figuresOf, metricsOf, overviewMetrics } from './run-metrics.ts'
import styles from './run-screen.module.css'
import { useRunSearch } from './run-search.ts'
import { ScoringNotice } from './scoring-notice.tsx'
import { StatTiles } from './stat-tiles.tsx'
import { UnfinishedNotice } from './unfinished-notice.tsx'

/** How often an unfinished run is asked for again. */
const liveMs = 2000

/** One run: its figures, its provenance and its questions. */
export function RunScreen() {
  const { query } = useEngine()
  const queries = useQueryClient()
  const { runId, search, listing, change } = useRunSearch()
  const detail = useQuery(
    query.results.run.queryOptions({
      input: { runId },
      refetchInterval: ({ state }) =>
        state.data && ['queued', 'running'].includes(state.data.run.status) ? liveMs : false,
    }),
  )
  const baselineId = search.baseline && search.baseline !== runId ? (search.baseline as RunId) : undefined
  const baseline = useQuery(
    query.results.run.queryOptions({ input: { runId: baselineId ?? runId }, enabled: baselineId !== undefined }),
  )
  const finished = detail.data?.run.status === 'finished'
  const comparison = useQuery(
    query.results.metrics.queryOptions({
      input: {
        runs: baselineId && baseline.data ? [baselineId, runId] : [runId],
        ...(baselineId && baseline.data ? { baseline: baselineId } : {}),
        metrics: overviewMetrics(detail.data),
      },
      enabled: finished && !(baselineId && baseline.isPending),
      // Figures of a finished run change only when it is scored again, which asks for all anew.
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: (before) => before,
    }),
  )

  if (detail.isError) {
    return (
      <>
        <ScreenBar title={<Crumbs name={runId} />} />
        <div className={styles.padded}>
          <Notice
            kind="error"
            actions={
              <Button size="small" onClick={() => void detail.refetch()}>
                Try again
              </Button>
            }
          >
            {errorSentence(detail.error)}
          </Notice>
        </div>
      </>
    )
  }
  const known = detail.data
  const base = baselineId ? baseline.data : undefined
  const ofRun = metricsOf(comparison.data, runId)
  const computing = finished && !comparison.isError && ofRun.size === 0
  const metrics = ofRun.size > 0 ? ofRun : figuresOf(known)
  const ofBaseline = metricsOf(comparison.data, baselineId)
  const view = search.view ?? (search.query ? 'questions' : 'overview')
  return (
    <>
      <ScreenBar title={<Crumbs name={known?.run.name ?? runId} />}>
        {known && (
          <RunCommands
            run={known.run}
            baseline={base?.run}
            onBaseline={(id) => change({ baseline: id })}
            onScoring={() => void detail.refetch()}
          />
        )}
      </ScreenBar>
      <TabList
        label="Parts of this run"
        value={view}
        onChange={(chosen) => change({ view: chosen })}
        tabs={[
          { value: 'overview', label: 'Overview' },
          { value: 'questions', label: 'Questions', count: known?.run.queries },
        ]}
      >
        {(tabs) => (
          <>
            <RunHeader run={known?.run} tabs={tabs} />
            {baselineId && baseline.isError && (
              <Notice kind="warning">{`The baseline cannot be shown: ${errorSentence(baseline.error)}`}</Notice>
            )}
            <StatTiles
              detail={known}
              metrics={metrics}
              baseline={base}
              baselineMetrics={ofBaseline.size > 0 ? ofBaseline : figuresOf(base)}
              computing={computing}
              failed={comparison.isError ? errorSentence(comparison.error) : null}
            />
            {known?.scoring && (
              <ScoringNotice
                key={known.scoring}
                run={known.run}
                jobId={known.scoring}
                onChanged={() => void queries.invalidateQueries()}
              />
            )}
            {known && !finished && <UnfinishedNotice detail={known} onChanged={() => void detail.refetch()} />}
            <div className={styles.split}>
              <TabPanel value="overview" className={styles.scroll}>
                {known ? (
                  <Overview
                    detail={known}
                    metrics={metrics}
                    baseline={base}
                    baselineMetrics={ofBaseline.size > 0 ? ofBaseline : figuresOf(base)}
                    computing={computing}
                    onShow={(filter) => change({ view: 'questions', show: filter, triage: undefined })}
                    onTriage={(kind) => change({ view: 'questions', triage: kind, show: undefined })}
                  />
                ) : (
                  <div className={styles.padded}>
                    <Skeleton width="100%" height={240} label="Reading the run" />
                  </div>
                )}
              </TabPanel>
              <TabPanel value="questions" className={styles.questions}>
                {known && (
                  <Questions
                    // A run that is scored now has other rows than before.
                    key={known.run.status}
                    detail={known}
                    listing={listing}
                    openQueryId={search.query}
                    onChange={(changes) => change(changes, { replace: true })}
                    onOpen={(queryId) =>
                      change({ query: queryId, view: 'questions' }, { replace: search.query !== undefined })
                    }
                  />
                )}
              </TabPanel>
              {known && search.query !== undefined && (
                <QuestionDrawer
                  detail={known}
                  queryId={search.query}
                  listing={listing}
                  onGoTo={(queryId) => change({ query: queryId }, { replace: true })}
                  onClose={() => change({ query: undefined, view })}
                />
              )}
            </div>
          </>
        )}
      </TabList>
    </>
  )
}

function Crumbs({ name }: { name: string }) {
  return (
    <span className={styles.crumbs}>
      <Link to="/runs">Runs</Link>
      <span aria-hidden="true">/</span>
      <b dir="auto">{name}</b>
    </span>
  )
}
