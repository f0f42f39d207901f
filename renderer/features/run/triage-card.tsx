import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { Triage } from '../../../shared/domain/answer.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { triageKinds } from '../../../shared/domain/triage-words.ts'
import { Card } from '../../ui/card.tsx'
import styles from './run-screen.module.css'
import { triageTones } from './triage-tones.ts'

interface TriageCardProps {
  detail: RunDetail
  onShow: (kind: Triage) => void
}

/** Why answers are wrong: how many, where in the pipeline, and what usually helps. Every line opens its questions. */
export function TriageCard({ detail, onShow }: TriageCardProps) {
  const { triage, answeredExamples } = detail
  const lines = triageKinds.map((words) => ({ ...words, count: triage[words.kind] ?? 0 }))
  const wrong = lines.reduce((sum, { count }) => sum + count, 0)
  const answers = answeredExamples ?? 0
  return (
    <Card
      title="Failure triage"
      note={`${wrong.toLocaleString('en-US')} of ${answers.toLocaleString('en-US')} answers are wrong for a known reason`}
      end={
        <Link to="/rate" search={{ runs: [detail.run.runId] }} className={styles.rate}>
          Rate answers
        </Link>
      }
    >
      {wrong === 0 && <p className={styles.empty}>No wrong answer could be traced to a reason.</p>}
      <div className={styles.bar} aria-hidden="true">
        {lines.map(
          ({ kind, count }) =>
            count > 0 && <span key={kind} className={triageTones[kind]} style={{ flexGrow: count }} />,
        )}
      </div>
      <ul className={`${styles.findings} ${styles.triage}`}>
        {lines
          // A kind that is not there says something only about the usual steps of the pipeline.
          .filter(({ kind, count }) => count > 0 || ['notRetrieved', 'rankedLow', 'ignored'].includes(kind))
          .map(({ kind, label, where, helps, count }) => (
            <li key={kind}>
              <button type="button" onClick={() => onShow(kind)} disabled={count === 0}>
                <span className={`${styles.swatch} ${triageTones[kind]}`} aria-hidden="true" />
                <span>{label}</span>
                <b>{count.toLocaleString('en-US')}</b>
                <span className={styles.quiet}>{wrong > 0 ? `${Math.round((100 * count) / wrong)} %` : '–'}</span>
                <span className={styles.quiet}>{where}</span>
                <span className={styles.helps} title={`what usually helps: ${helps}`}>
                  <span className="visuallyHidden">what usually helps: </span>
                  {helps}
                </span>
                <ChevronRight size={14} aria-hidden="true" />
              </button>
            </li>
          ))}
      </ul>
    </Card>
  )
}
