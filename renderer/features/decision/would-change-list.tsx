import { Link } from '@tanstack/react-router'
import type { AdviceChange } from '../../../shared/domain/ladder-report.ts'
import { Pill } from '../../ui/pill.tsx'
import styles from './decision-screen.module.css'

/** What would change the advice, the gate that is nearest to turning first, with the runs that each rests on. */
export function WouldChangeList({ changes }: { changes: readonly AdviceChange[] }) {
  return (
    <ul className={styles.changes}>
      {changes.map(({ kind, sentence, runIds }, index) => (
        <li key={sentence}>
          {sentence} {index === 0 && kind === 'gate' && <Pill>nearest to turning</Pill>}{' '}
          {runIds.length > 1 ? (
            <Link to="/compare" search={{ runs: [...new Set(runIds)], baseline: runIds[0]! }}>
              the runs
            </Link>
          ) : (
            runIds[0] !== undefined && (
              <Link to="/runs/$runId" params={{ runId: runIds[0] }} search={{}}>
                the run
              </Link>
            )
          )}
        </li>
      ))}
    </ul>
  )
}
