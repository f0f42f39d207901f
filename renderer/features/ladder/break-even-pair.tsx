import { useState } from 'react'
import type { CostedRun } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { breakEvenSentence, hasKnownCost } from '../../../shared/domain/volume-costs.ts'
import { Select } from '../../ui/select.tsx'
import styles from './ladder-screen.module.css'

/** The volume from which one of any two runs is the cheaper. Absent where fewer than two costs are known. */
export function BreakEvenPair({ runs }: { runs: readonly CostedRun[] }) {
  const known = runs.filter(hasKnownCost).toSorted((a, b) => Number(b.isBestOfRung) - Number(a.isBestOfRung))
  const [firstId, setFirst] = useState<string | null>(null)
  const [secondId, setSecond] = useState<string | null>(null)
  const first = known.find(({ runId }) => runId === firstId) ?? known[0]
  const second = known.find(({ runId }) => runId === secondId) ?? known.find((run) => run !== first)
  if (!first || !second) return null
  const options = known.map(({ runId, rung, name }) => [runId, `${rungLabel[rung]}, ${name}`] as const)
  return (
    <details className={styles.unknown}>
      <summary>Break-even of any two runs</summary>
      <div className={styles.pair}>
        <Select label="First run" value={first.runId} options={options} onChange={setFirst} />
        <span>and</span>
        <Select label="Second run" value={second.runId} options={options} onChange={setSecond} />
        <p>{first === second ? 'Choose two different runs.' : breakEvenSentence(first, second)}</p>
      </div>
    </details>
  )
}
