import type { DecisionAnswers } from '../../../shared/domain/decision.ts'
import { decisionQuestions } from '../../../shared/domain/decision-questions.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './decision-screen.module.css'

interface FiveQuestionsProps {
  answers: DecisionAnswers
  onChange: (answers: DecisionAnswers) => void
}

/** Answers are entries: they change what is recommended, never a measured number. */
export function FiveQuestions({ answers, onChange }: FiveQuestionsProps) {
  const answered = decisionQuestions.filter(([name]) => answers[name] !== null).length
  return (
    <section className={styles.questions} aria-label="Five questions">
      <header>
        <h2>Five questions</h2>
        <span className={styles.quiet}>{answered} of 5 answered</span>
      </header>
      <ol>
        {decisionQuestions.map(([name, question, options]) => (
          <li key={name}>
            <p>{question}</p>
            <Segmented
              label={question}
              value={answers[name] ?? ''}
              options={options as readonly (readonly [string, string])[]}
              onChange={(value) => onChange({ ...answers, [name]: value })}
            />
            {name === 'volume' && (
              <div className={styles.examples}>
                <TextField
                  label="Good examples of the behaviour"
                  inputMode="numeric"
                  placeholder="not stated"
                  value={answers.goodExamples ?? ''}
                  onChange={({ target }) => {
                    const digits = target.value.replace(/\D/g, '').slice(0, 9)
                    onChange({ ...answers, goodExamples: digits === '' ? null : Number(digits) })
                  }}
                />
              </div>
            )}
          </li>
        ))}
      </ol>
      <p className={`${styles.footnote} ${styles.quiet}`}>
        Your entries, not measured: they change the advice, never a number.
      </p>
    </section>
  )
}
