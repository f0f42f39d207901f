import { Link } from '@tanstack/react-router'
import { describeAdvice } from '../../../shared/domain/describe-advice.ts'
import type { LadderReport } from '../../../shared/domain/ladder-report.ts'
import { Card } from '../../ui/card.tsx'
import { RungBadge } from '../../ui/rung-badge.tsx'
import styles from './ladder-screen.module.css'

/** What each rung's best run gets wrong says what to try next. Absent where nothing is known of that. */
export function AdviceCard({ report }: { report: LadderReport }) {
  if (report.advice.length === 0) return null
  const isAnswered = report.advice.some(({ basis }) => basis === 'answers')
  return (
    <Card
      title="Try next"
      note={isAnswered ? "from the wrong answers of each rung's best run" : "from the rankings of each rung's best run"}
    >
      <ul className={styles.advice}>
        {report.advice.map((advice) => (
          <li key={`${advice.runId} ${advice.triage}`}>
            <RungBadge rung={advice.rung} />
            <div>
              <p>{advice.sentence}</p>
              <Link
                to="/runs/$runId"
                params={{ runId: advice.runId }}
                search={{
                  view: 'questions',
                  ...(advice.basis === 'answers' ? { triage: advice.triage } : { show: advice.triage }),
                }}
              >
                {describeAdvice(advice)}
              </Link>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
