import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { triageWords } from '../../../shared/domain/triage-words.ts'
import { Pill } from '../../ui/pill.tsx'
import styles from './question-drawer.module.css'

/** What a run answered, as text, with why it is wrong and what it cost. Nothing for a run that answers nothing. */
export function SideAnswer({ run, result }: { run: Run; result: QueryResult }) {
  const { generated, triage } = result
  if (!run.recipe?.generation) return null
  if (generated.length === 0) return <p className={styles.none}>There is no answer to this question.</p>
  const words = triage && triageWords(triage)
  return (
    <div className={styles.answers}>
      {words && (
        <p title={`${words.where}; what usually helps: ${words.helps}`}>
          <Pill kind="warning">{words.label}</Pill>
        </p>
      )}
      {generated.map(({ repetition, text, failure, latencyMs, costUsd }) => (
        <div key={repetition} className={styles.answer}>
          <p className={styles.quiet}>
            {[
              generated.length > 1 ? `Answer ${repetition + 1} of ${generated.length}` : 'Answer',
              formatFigure(latencyMs.assemble + latencyMs.generate, 'ms'),
              costUsd === null ? 'price not known' : formatFigure(costUsd, 'usd'),
            ].join(' · ')}
          </p>
          <p dir="auto" className={styles.answerText}>
            {failure ? `No answer: ${failure.message}` : text === '' ? '(empty answer)' : text}
          </p>
        </div>
      ))}
    </div>
  )
}
