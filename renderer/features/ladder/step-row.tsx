import { Link } from '@tanstack/react-router'
import { formatChange } from '../../../shared/charts/format-figure.ts'
import type { LadderStep } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Pill, type PillKind } from '../../ui/pill.tsx'
import styles from './ladder-screen.module.css'

const words: Readonly<Record<LadderStep['verdict'], readonly [PillKind, string]>> = {
  climb: ['good', 'Climb'],
  stay: ['plain', 'Stay'],
  notDecisive: ['plain', 'Not decisive'],
  evidenceMissing: ['warning', 'Evidence missing'],
}

/** What a step up gains and costs, what that comes to, and the runs that it rests on. */
export function StepRow({ step }: { step: LadderStep }) {
  // The card of the rung says why, and what to do.
  if (step.verdict === 'evidenceMissing' && step.missingRung === step.toRung) return null
  const [kind, word] = words[step.verdict]
  const { extraMonthlyUsd: extra, bestRunIds, fromRung, toRung } = step
  const runs = [...new Set([...bestRunIds.from, ...bestRunIds.to])]
  // The pill says the verdict.
  const sentence = step.sentence.replace(/^(Not decisive|Evidence missing): /, '')
  return (
    <div className={styles.step}>
      <Pill kind={kind}>{word}</Pill>
      <p>
        {sentence[0]!.toUpperCase() + sentence.slice(1)}{' '}
        {runs.length > 1 && (
          <Link to="/compare" search={{ runs, baseline: runs[0]! }}>
            {rungLabel[toRung]} against {rungLabel[fromRung]}
          </Link>
        )}
      </p>
      {extra !== null && <span className={styles.extra}>{formatChange(extra, 'usd')} a month</span>}
    </div>
  )
}
