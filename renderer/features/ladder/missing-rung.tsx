import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { MissingEvidence, RungEvidence } from '../../../shared/domain/gate.ts'
import type { CostedRun, LadderReport } from '../../../shared/domain/ladder-report.ts'
import type { Rung } from '../../../shared/domain/rung.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Pill } from '../../ui/pill.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import styles from './ladder-screen.module.css'

/** What a rung is for, and so why to measure it. */
const purpose: Readonly<Record<Rung, string>> = {
  prompt: 'Start here: a careful prompt costs least, and every rung above it has to be worth more.',
  rag: 'For knowledge that is large, changes, or must be cited.',
  finetune: 'For behaviour: form, tone, reasoning of a domain. It wants a tuned model and at least 100 good examples.',
  hybrid: 'A tuned model that retrieves: worth a run once tuning and retrieval have one each.',
}

/** A rung without evidence: why, and what to do next. */
export function MissingRung({ evidence, report }: { evidence: RungEvidence; report: LadderReport }) {
  const { rung, missing, runIds } = evidence
  const runs = report.runs.filter((run) => run.rung === rung)
  return (
    <article className={styles.rung} aria-label={rungLabel[rung]}>
      <header>
        <RungBadge rung={rung} />
        {runIds.length > 0 && (
          <span className={styles.quiet}>{runIds.length === 1 ? '1 run' : `${runIds.length} runs`}</span>
        )}
        <Pill kind="warning">Evidence missing</Pill>
      </header>
      <p className={styles.missing}>{next(missing ?? 'noRuns', runs)}</p>
    </article>
  )

  function next(reason: MissingEvidence, among: readonly CostedRun[]): ReactNode {
    const run = <NewRun report={report} rung={rung} />
    switch (reason) {
      case 'noRuns':
        return (
          <>
            No finished run on these questions. {purpose[rung]} {run}
            {rung === 'finetune' && (
              <>
                {' · '}
                <Link to="/finetunes" search={{}}>
                  Fine-tunes
                </Link>
              </>
            )}
          </>
        )
      case 'notScored':
        return (
          <>
            No run is scored by this measure: choose another one above, or score the runs again.{' '}
            {among.map((one) => (
              <RunLink key={one.runId} run={one} />
            ))}
          </>
        )
      case 'overLatency':
        return (
          <>
            No run keeps the p95 limit{nearest(among, ({ latencyP95Ms }) => latencyP95Ms?.value ?? null, 'ms')}. Raise
            the limit, or try a faster recipe. {run}
          </>
        )
      case 'overBudget':
        return (
          <>
            No run keeps the budget{nearest(among, ({ monthlyUsd }) => monthlyUsd, 'usd')}. Raise it, or try a cheaper
            recipe. {run}
          </>
        )
      case 'latencyUnknown':
        return <>No run has a known latency, and the p95 limit asks for one. {run}</>
      case 'costUnknown':
        return (
          <>
            No run has a known cost, and what you ask weighs it: enter the price of its model.{' '}
            <Link to="/settings">Prices in Settings</Link>
          </>
        )
    }
  }
}

/** The run that breaks a limit least, in words. */
function nearest(
  runs: readonly CostedRun[],
  figureOf: (run: CostedRun) => number | null,
  unit: 'ms' | 'usd',
): ReactNode {
  const known = runs.flatMap((run) => {
    const figure = figureOf(run)
    return figure === null ? [] : [{ run, figure }]
  })
  const [least] = known.toSorted((a, b) => a.figure - b.figure)
  if (!least) return null
  return (
    <>
      : the nearest, <RunLink run={least.run} />, has {formatFigure(least.figure, unit)}
    </>
  )
}

function RunLink({ run: { runId, name } }: { run: CostedRun }) {
  return (
    <Link to="/runs/$runId" params={{ runId }} search={{}}>
      {name}
    </Link>
  )
}

function NewRun({ report, rung }: { report: LadderReport; rung: Rung }) {
  return (
    <Link to="/new" search={{ evalSet: report.evalSetName, split: report.split, rung }}>
      New experiment on this rung
    </Link>
  )
}
