import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { formatChange, formatFigure, formatInterval } from '../../../shared/charts/format-figure.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { MonitorState, ReplayCheck } from '../../../shared/domain/monitor.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { checkNames, checkSentence, verdictPills, verdictWords } from './check-words.ts'
import styles from './monitor-screen.module.css'
import { ReplayChart } from './replay-chart.tsx'

interface MonitorCardProps {
  state: MonitorState
  isReadOnly: boolean
  onEdit: () => void
}

/** One pinned recipe: how its last replay stands, over time, and what else is due. */
export function MonitorCard({ state, isReadOnly, onEdit }: MonitorCardProps) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [removing, setRemoving] = useState(false)
  const { monitor, pinnedRun, replays, nextAt, trouble, reminders } = state
  const { monitorId, runId, terms } = monitor
  const refresh = () => queries.invalidateQueries({ queryKey: query.monitors.key() })
  const replay = useMutation({ mutationFn: () => client.monitors.replay({ monitorId }), onSettled: refresh })
  const pause = useMutation({
    mutationFn: (isPaused: boolean) => client.monitors.edit({ monitorId, isPaused }),
    onSettled: refresh,
  })
  const remove = useMutation({ mutationFn: () => client.monitors.remove({ monitorId }), onSettled: refresh })
  const failed = [replay, pause, remove].find(({ isError }) => isError)?.error
  const last = replays.at(-1)
  const shown = replays.findLast(({ checks }) => checks.length > 0)
  const isRunning = last?.verdict === 'running'
  return (
    <Card
      title={monitor.name}
      note={
        <>
          {last ? (
            <Pill kind={verdictPills[last.verdict]}>{verdictWords[last.verdict]}</Pill>
          ) : (
            <Pill>Not replayed yet</Pill>
          )}{' '}
          {monitor.isPaused ? 'paused' : isRunning ? 'a replay is under way' : nextAt ? nextText(nextAt) : ''}
        </>
      }
      end={
        !isReadOnly && (
          <div className={styles.buttons}>
            <Button size="small" disabled={isRunning || !pinnedRun || replay.isPending} onClick={() => replay.mutate()}>
              Replay now
            </Button>
            <Button size="small" disabled={pause.isPending} onClick={() => pause.mutate(!monitor.isPaused)}>
              {monitor.isPaused ? 'Go on' : 'Pause'}
            </Button>
            <Button size="small" onClick={onEdit}>
              Change
            </Button>
            <Button size="small" variant="ghost" onClick={() => setRemoving(true)}>
              Remove
            </Button>
          </div>
        )
      }
    >
      <div className={styles.body}>
        {failed && <Notice kind="error">{errorSentence(failed)}</Notice>}
        {trouble && <Notice kind="error">{`It is due and could not be replayed: ${trouble}`}</Notice>}
        {last?.error && <Notice kind="error">{`The last replay did not finish: ${last.error}`}</Notice>}
        {reminders.map(({ kind, sentence, isDue }) => (
          <Notice key={kind} kind={isDue ? 'warning' : 'info'}>
            {sentence}
          </Notice>
        ))}
        <p className={styles.pinned}>
          {pinnedRun ? (
            <>
              Pinned:{' '}
              <Link to="/runs/$runId" params={{ runId }} dir="auto">
                {pinnedRun.name}
              </Link>{' '}
              <span className={styles.quiet}>
                {`${pinnedRun.queries.toLocaleString('en-US')} questions of ${pinnedRun.evalSetName}/${pinnedRun.split}, every ${everyText(terms.everyHours)}, quality by ${metricLabel(terms.metric)}`}
              </span>
            </>
          ) : (
            'The pinned run was deleted: nothing is replayed any more. Restore it, or remove this monitor.'
          )}
        </p>
        {shown && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
          <section className={styles.tableScroller} tabIndex={0} aria-label={`Checks of ${monitor.name}`}>
            <Checks checks={shown.checks} />
          </section>
        )}
        {shown && <ReplayChart state={state} />}
        {replays.length > 0 && (
          <ul className={styles.replays} aria-label={`Replays of ${monitor.name}`}>
            {replays
              .toReversed()
              .slice(0, 8)
              .map(({ runId: replayed, at, verdict }) => (
                <li key={replayed}>
                  <Link to="/runs/$runId" params={{ runId: replayed }}>
                    {at.slice(0, 16).replace('T', ' ')}
                  </Link>
                  <Pill kind={verdictPills[verdict]}>{verdictWords[verdict]}</Pill>
                  {pinnedRun && verdict !== 'running' && verdict !== 'failed' && (
                    <Link to="/compare" search={{ runs: [runId, replayed], baseline: runId }} className={styles.quiet}>
                      question by question
                    </Link>
                  )}
                </li>
              ))}
          </ul>
        )}
      </div>
      <Dialog
        open={removing}
        onOpenChange={setRemoving}
        title={`Remove ${monitor.name}?`}
        footer={
          <>
            <Button onClick={() => setRemoving(false)}>Keep it</Button>
            <Button
              variant="danger"
              onClick={() => {
                setRemoving(false)
                remove.mutate()
              }}
            >
              Remove
            </Button>
          </>
        }
      >
        Its schedule and its verdicts are lost. Its replays stay among the runs.
      </Dialog>
    </Card>
  )
}

function Checks({ checks }: { checks: readonly ReplayCheck[] }) {
  return (
    <table className={styles.checks}>
      <thead>
        <tr>
          <th scope="col">Check</th>
          <th scope="col">Pinned</th>
          <th scope="col">Last replay</th>
          <th scope="col">Change</th>
          <th scope="col">95 % interval</th>
          <th scope="col">Too much from</th>
          <th scope="col">n</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => {
          const { kind, unit, pinned, value, change, ciLow, ciHigh, limit, n, state, reason } = check
          return (
            <tr key={kind} data-check={kind} title={checkSentence(check)}>
              <th scope="row">{checkNames[kind]}</th>
              {value === null || change === null ? (
                <td colSpan={6} className={styles.quiet}>{`– ${reason ?? 'not known'}`}</td>
              ) : (
                <>
                  <td>{pinned === null ? '–' : formatFigure(pinned, unit)}</td>
                  <td>
                    <b>{formatFigure(value, unit)}</b>
                  </td>
                  <td>{formatChange(change, unit)}</td>
                  <td className={styles.quiet}>{formatInterval(ciLow, ciHigh, unit)}</td>
                  <td className={styles.quiet}>{limit === null ? '–' : formatChange(limit, unit)}</td>
                  <td className={styles.quiet}>{n.toLocaleString('en-US')}</td>
                </>
              )}
              <td>
                <Pill kind={verdictPills[state]}>{verdictWords[state]}</Pill>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function nextText(nextAt: string): string {
  return Date.parse(nextAt) <= Date.now() ? 'due now' : `next ${nextAt.slice(0, 16).replace('T', ' ')} UTC`
}

export function everyText(hours: number): string {
  if (hours % 168 === 0) return hours === 168 ? 'week' : `${hours / 168} weeks`
  if (hours % 24 === 0) return hours === 24 ? 'day' : `${hours / 24} days`
  return hours === 1 ? 'hour' : `${hours} hours`
}
