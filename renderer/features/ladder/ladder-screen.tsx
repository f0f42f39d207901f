import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { LadderQuestion } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { ViewBar } from '../../ui/view-bar.tsx'
import { AdviceCard } from './advice-card.tsx'
import { FrontierCard } from './frontier-card.tsx'
import { LadderQuestionBar } from './ladder-question-bar.tsx'
import styles from './ladder-screen.module.css'
import { RungCard } from './rung-card.tsx'
import { qualityAxisOf } from './rung-whisker.tsx'
import { StepRow } from './step-row.tsx'
import { VolumeCard } from './volume-card.tsx'

const views = (
  <>
    <Link to="/ladder" search={{}} activeOptions={{ exact: true, includeSearch: false }}>
      Evidence
    </Link>
    <Link to="/ladder/decision">Decision record</Link>
  </>
)

/** Whether the next rung is worth it: the four rungs with their best runs, the steps between them, cost against quality. */
export function LadderScreen() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const search = useSearch({ from: '/ladder' })
  const navigate = useNavigate({ from: '/ladder' })
  const info = useQuery(query.workspace.info.queryOptions())
  const question: LadderQuestion = {
    ...(search.evalSet === undefined ? {} : { evalSetId: search.evalSet as LadderQuestion['evalSetId'] }),
    ...(search.split === undefined ? {} : { split: search.split }),
    ...(search.metric === undefined ? {} : { metric: search.metric }),
    ...(search.volume === undefined ? {} : { queriesPerMonth: search.volume }),
    terms: {
      ...(search.gain === undefined ? {} : { leastWorthwhileGain: search.gain }),
      ...(search.p95 === undefined ? {} : { maxLatencyP95Ms: search.p95 || null }),
      ...(search.budget === undefined ? {} : { maxMonthlyUsd: search.budget || null }),
      ...(search.worth === undefined
        ? {}
        : { worthOfGain: search.worth ? { gain: 0.1, usdPer1kQueries: search.worth } : null }),
    },
  }
  const { data, error, isPending, isFetching } = useQuery(
    query.decisions.ladder.queryOptions({ input: question, placeholderData: keepPreviousData }),
  )
  const keep = useMutation({
    mutationFn: (changed: LadderQuestion) => client.decisions.keepLadder(changed),
    onSuccess: () => queries.invalidateQueries({ queryKey: query.results.monthlyCost.key() }),
  })
  useKeys({ d: () => void navigate({ to: '/ladder/decision' }) })
  const axis = data ? qualityAxisOf(data) : { low: 0, high: 1, here: null }
  const ask = (changed: Partial<typeof search>, kept: LadderQuestion) => {
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })
    if (info.data?.readOnly === false && Object.keys(kept).length > 0) keep.mutate(kept)
  }
  return (
    <div className={styles.screen}>
      <ScreenBar title="Ladder" />
      <ViewBar label="Ladder" views={views}>
        {data && <LadderQuestionBar report={data} onAsk={ask} />}
      </ViewBar>
      {error && (
        <div className={styles.failed}>
          <Notice
            kind="error"
            actions={
              <Link to="/ladder" search={{}}>
                Ask the usual question
              </Link>
            }
          >
            {errorSentence(error)}
          </Notice>
        </div>
      )}
      {isPending && (
        <div className={styles.loading}>
          <Skeleton width="100%" height={240} label="Reading the ladder" />
        </div>
      )}
      {data === null && (
        <EmptyState title="No run is finished and scored yet" action={<Link to="/new">New experiment</Link>}>
          The ladder holds the best run of each rung against the one below it.
        </EmptyState>
      )}
      {data && (
        <>
          <section className={styles.verdict} aria-label="Verdict" aria-busy={isFetching}>
            <h2>{data.headline}</h2>
            {data.detail && <p>{data.detail}</p>}
            <p className={styles.asked}>
              {data.evalSetName}/{data.split}, {data.questions.toLocaleString('en-US')} questions ·{' '}
              {data.queriesPerMonth.toLocaleString('en-US')} queries a month, set-up over {data.setupMonths} months:
              your entries, not measured
            </p>
          </section>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={styles.scroller} tabIndex={0} aria-label="Evidence">
            <div>
              <ol className={styles.climb} aria-label="Rungs, the highest first">
                {data.rungs.toReversed().map((evidence) => {
                  const step = data.steps.find(({ toRung }) => toRung === evidence.rung)
                  return (
                    <li key={evidence.rung} className={evidence.rung === data.standOn ? styles.standing : ''}>
                      <RungCard evidence={evidence} report={data} axis={axis} />
                      {step && <StepRow step={step} />}
                    </li>
                  )
                })}
              </ol>
              {data.standOn && (
                <p className={styles.legend}>
                  {`Bars: 95 % intervals on one axis from ${axis.low.toFixed(2)} to ${axis.high.toFixed(2)}; dotted: ${rungLabel[data.standOn]}, where the evidence stands. All in: answering, storage, and the shares of set-up and training.`}
                </p>
              )}
            </div>
            <div className={styles.charts}>
              <FrontierCard
                report={data}
                axis={search.axis}
                onAxis={(chosen) => ask({ axis: chosen }, {})}
                onOpen={(runId) => void navigate({ to: '/runs/$runId', params: { runId }, search: {} })}
              />
              <VolumeCard report={data} onVolume={(volume) => ask({ volume }, { queriesPerMonth: volume })} />
              <AdviceCard report={data} />
            </div>
          </section>
        </>
      )}
    </div>
  )
}
