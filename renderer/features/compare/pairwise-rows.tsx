import { useQuery, useQueryClient } from '@tanstack/react-query'
import { memo, useState } from 'react'
import { formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import type { PairwiseResult } from '../../../shared/domain/pairwise.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { Button } from '../../ui/button.tsx'
import styles from './compare-screen.module.css'
import type { ComparedSide } from './compared-side.ts'
import { PairwiseDialog } from './pairwise-dialog.tsx'
import { SectionHead } from './section-head.tsx'

/** What judges said of each run's answers beside the baseline's, in both orders. Nothing where the baseline answers nothing. */
export const PairwiseRows = memo(PairwisePart)

function PairwisePart({ sides, baselineLetter }: { sides: readonly ComparedSide[]; baselineLetter: string }) {
  const baseline = sides.find(({ isBaseline }) => isBaseline)!
  if (!answers(baseline)) return null
  return (
    <tbody>
      <SectionHead
        title="Judged in pairs"
        columns={sides.length + 1}
        note={`beside ${baselineLetter}; a win counts only when both orders of the two answers agree`}
      />
      <tr>
        <th scope="row">Wins, ties, losses</th>
        {sides.map((side) => (
          <td key={side.run.runId}>
            {side.isBaseline ? (
              <span className={styles.quiet}>reference</span>
            ) : side.notComparable || !answers(side) ? (
              <span className={styles.quiet}>{side.notComparable ? '– not comparable' : '– no answers'}</span>
            ) : (
              <PairwiseCell side={side} baseline={baseline.run} />
            )}
          </td>
        ))}
      </tr>
    </tbody>
  )
}

const answers = ({ run }: ComparedSide) => run.status === 'finished' && run.recipe?.generation != null

function PairwiseCell({ side, baseline }: { side: ComparedSide; baseline: Run }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [asking, setAsking] = useState(false)
  const { runId } = side.run
  const state = useQuery(
    query.experiments.pairwise.queryOptions({ input: { baseline: baseline.runId, runId }, staleTime: 0 }),
  )
  const jobId = state.data?.jobId ?? null
  const changed = () => void queries.invalidateQueries()
  const job = useJob(jobId, changed)
  if (state.isError) return <span className={styles.quiet}>{errorSentence(state.error)}</span>
  const stopped = job?.status === 'failed' || job?.status === 'interrupted'
  return (
    <div className={styles.pairwise}>
      {state.data?.results.map((result) => (
        <Outcome key={result.measure} result={result} versions={state.data.results.length} />
      ))}
      {job && jobId && (
        <p>
          {stopped
            ? `Stopped: ${job.error ?? 'Rungs was closed.'} Every verdict that came is kept. `
            : `Judging${job.progress ? ` ${job.progress.done} of ${job.progress.total}` : ''} `}
          {stopped && (
            <Button size="small" onClick={() => void client.jobs.resume({ jobId }).then(changed)}>
              Resume
            </Button>
          )}{' '}
          <Button size="small" variant="ghost" onClick={() => void client.jobs.cancel({ jobId }).then(changed)}>
            {stopped ? 'Leave it' : 'Stop'}
          </Button>
        </p>
      )}
      {state.data && jobId === null && (
        <Button size="small" onClick={() => setAsking(true)} aria-label={`Judge in pairs…: ${side.letter}`}>
          Judge in pairs…
        </Button>
      )}
      <PairwiseDialog open={asking} onOpenChange={setAsking} baseline={baseline} run={side.run} onStarted={changed} />
    </div>
  )
}

function Outcome({ result, versions }: { result: PairwiseResult; versions: number }) {
  const { measure, n, wins, ties, losses, unread, share, ciLow, ciHigh, positionBias } = result
  const count = (value: number) => value.toLocaleString('en-US')
  return (
    <p>
      <b>{`${count(wins)} won, ${count(ties)} tied, ${count(losses)} lost`}</b>
      {versions > 1 && <span className={styles.quiet}>{` judge #${measure.split('#')[1]!.slice(0, 4)}`}</span>}
      <br />
      <span className={styles.quiet}>
        {[
          share === null
            ? 'nothing decided'
            : `wins ${formatFigure(share, 'fraction')} ${formatInterval(ciLow, ciHigh, 'fraction')} of ${count(wins + losses)} decided`,
          ...(positionBias === null ? [] : [`place alone decided ${Math.round(positionBias * 100)} % of ${count(n)}`]),
          ...(unread > 0 ? [`${count(unread)} not readable`] : []),
        ].join(' · ')}
      </span>
    </p>
  )
}
