import { useState } from 'react'
import { breakEven } from '../../../shared/domain/break-even.ts'
import type { CostedRun } from '../../../shared/domain/ladder-report.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { Card } from '../../ui/card.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './ladder-screen.module.css'

/** The volume from which one of two runs is the cheaper. Absent where all cost the same at every volume. */
export function BreakEvenCard({ runs }: { runs: readonly CostedRun[] }) {
  const known = runs
    .filter(({ fixedUsd, per1kQueriesUsd }) => fixedUsd !== null && per1kQueriesUsd !== null)
    .toSorted((a, b) => Number(b.isBestOfRung) - Number(a.isBestOfRung))
  const [firstId, setFirst] = useState<string | null>(null)
  const [secondId, setSecond] = useState<string | null>(null)
  const first = known.find(({ runId }) => runId === firstId) ?? known[0]
  const second = known.find(({ runId }) => runId === secondId) ?? known.find((run) => run !== first)
  if (!first || !second || known.every((run) => costLine(run).kind === costLine(first).kind)) return null
  const options = known.map(({ runId, rung, name }) => [runId, `${rungLabel[rung]}, ${name}`] as const)
  return (
    <Card title="Break-even" note="where two runs cost the same a month">
      <div className={styles.pair}>
        <Select label="First run" value={first.runId} options={options} onChange={setFirst} />
        <span>and</span>
        <Select label="Second run" value={second.runId} options={options} onChange={setSecond} />
        <p>{sentence(first, second)}</p>
      </div>
    </Card>
  )
}

/** What a run costs at any volume; `kind` is the same for those that cost the same. */
function costLine({ fixedUsd, per1kQueriesUsd }: CostedRun) {
  const line = { fixedUsd: fixedUsd!, per1kQueriesUsd: per1kQueriesUsd! }
  return { ...line, kind: `${line.fixedUsd} ${line.per1kQueriesUsd}` }
}

function sentence(first: CostedRun, second: CostedRun): string {
  if (first === second) return 'Choose two different runs.'
  const found = breakEven(costLine(first), costLine(second))
  const [one, other] =
    first.rung === second.rung
      ? [first.name, second.name].map((name) => `“${name}”`)
      : [rungLabel[first.rung], rungLabel[second.rung]]
  switch (found.kind) {
    case 'same':
      return 'Both cost the same at every volume.'
    case 'always':
      return `${one} costs less than ${other} at every volume.`
    case 'never':
      return `${other} costs less than ${one} at every volume.`
    case 'above':
    case 'below':
      return `${one} costs less than ${other} ${found.kind} about ${volumeWords(found.queriesPerMonth)} queries a month.`
  }
}

/** Three significant digits: a forecast knows no more. */
function volumeWords(volume: number): string {
  return Number(volume.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 0 })
}
