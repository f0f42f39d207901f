import { useState } from 'react'
import { breakEven } from '../../../shared/domain/break-even.ts'
import type { CostedRun } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Card } from '../../ui/card.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './ladder-screen.module.css'

/** The volume from which one of two runs is the cheaper. */
export function BreakEvenCard({ runs }: { runs: readonly CostedRun[] }) {
  const known = runs
    .filter(({ fixedUsd, per1kQueriesUsd }) => fixedUsd !== null && per1kQueriesUsd !== null)
    .toSorted((a, b) => Number(b.isBestOfRung) - Number(a.isBestOfRung))
  const [firstId, setFirst] = useState<string | null>(null)
  const [secondId, setSecond] = useState<string | null>(null)
  if (known.length < 2) return null
  const first = known.find(({ runId }) => runId === firstId) ?? known[0]!
  const second = known.find(({ runId }) => runId === secondId) ?? known.find((run) => run !== first)!
  const options = known.map(({ runId, rung, name }) => [runId, `${rungLabel[rung]}, ${name}`] as const)
  return (
    <Card title="Break-even" note="where two runs cost the same a month">
      <div className={styles.pair}>
        <Select label="First run" value={first.runId} options={options} onChange={setFirst} />
        <Select label="Second run" value={second.runId} options={options} onChange={setSecond} />
        <p>{sentence(first, second)}</p>
      </div>
    </Card>
  )
}

function sentence(first: CostedRun, second: CostedRun): string {
  const line = ({ fixedUsd, per1kQueriesUsd }: CostedRun) => ({
    fixedUsd: fixedUsd!,
    per1kQueriesUsd: per1kQueriesUsd!,
  })
  const found = breakEven(line(first), line(second))
  switch (found.kind) {
    case 'same':
      return 'Both cost the same at every volume.'
    case 'always':
      return 'The first is always the cheaper.'
    case 'never':
      return 'The first is never the cheaper.'
    case 'above':
    case 'below':
      return `The first is the cheaper ${found.kind} ${Math.round(found.queriesPerMonth).toLocaleString('en-US')} queries a month.`
  }
}
