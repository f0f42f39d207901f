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

/** What a step up gains and costs, and what that comes to. */
export function StepRow({ step }: { step: LadderStep }) {
  const [kind, word] = words[step.verdict]
  const { extraMonthlyUsd: extra } = step
  return (
    <p className={styles.step}>
      <Pill kind={kind}>{word}</Pill>
      <span>
        {step.sentence} {step.verdict !== 'evidenceMissing' && <small>against {rungLabel[step.fromRung]}</small>}
      </span>
      {extra !== null && <span className={styles.extra}>{formatChange(extra, 'usd')} a month</span>}
    </p>
  )
}
