import { Link } from '@tanstack/react-router'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { triageWords } from '../../../shared/domain/triage-words.ts'
import { Card } from '../../ui/card.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import styles from './ladder-screen.module.css'

/** What the wrong answers of each rung's best run say to try next. Absent where nothing is known of wrong answers. */
export function AdviceCard({ report }: { report: LadderReport }) {
  if (report.advice.length === 0) return null
  return (
    <Card title="Try next" note="from the wrong answers of each rung's best run">
      <ul className={styles.advice}>
        {report.advice.map(({ runId, rung, triage, count, wrong, examples, sentence }) => (
          <li key={`${runId} ${triage}`}>
            <RungBadge rung={rung} />
            <div>
              <p>{sentence}</p>
              <Link to="/runs/$runId" params={{ runId }} search={{ view: 'questions', triage }}>
                {triageWords(triage).label}: {count.toLocaleString('en-US')} of {wrong.toLocaleString('en-US')} wrong
                answers, {examples.toLocaleString('en-US')} questions
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
