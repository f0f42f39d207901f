import type { DecisionAnswers } from '../../../shared/domain/decision.ts'
import { Segmented } from '../../ui/segmented.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './decision-screen.module.css'

const questions = [
  [
    'missing',
    'What is the model missing?',
    [
      ['knowledge', 'Knowledge'],
      ['behaviour', 'Behaviour'],
      ['both', 'Both'],
    ],
  ],
  [
    'changes',
    'How often does the data change?',
    [
      ['yearly', 'Yearly'],
      ['monthly', 'Monthly'],
      ['weekly', 'Weekly or more'],
    ],
  ],
  [
    'sources',
    'Must answers name their source?',
    [
      ['no', 'No'],
      ['nice', 'Nice to have'],
      ['required', 'Required'],
    ],
  ],
  [
    'latency',
    'How fast must an answer be?',
    [
      ['under1s', 'Under 1 s'],
      ['under3s', 'Under 3 s'],
      ['noLimit', 'No limit'],
    ],
  ],
  [
    'volume',
    'How much data is there?',
    [
      ['prompt', 'Fits a prompt'],
      ['documents', 'More than that'],
      ['millions', 'Millions'],
    ],
  ],
] as const

interface FiveQuestionsProps {
  answers: DecisionAnswers
  onChange: (answers: DecisionAnswers) => void
}

/** Answers are entries: they change what is recommended, never a measured number. */
export function FiveQuestions({ answers, onChange }: FiveQuestionsProps) {
  const answered = questions.filter(([name]) => answers[name] !== null).length
  return (
    <section aria-label="Five questions">
      <h2 className={styles.head}>
        Five questions <small>{answered} of 5 answered; your entries, not measured</small>
      </h2>
      <ol className={styles.questions}>
        {questions.map(([name, question, options]) => (
          <li key={name}>
            <p>{question}</p>
            <Segmented
              label={question}
              value={answers[name] ?? ''}
              options={options as readonly (readonly [string, string])[]}
              onChange={(value) => onChange({ ...answers, [name]: value })}
            />
          </li>
        ))}
      </ol>
      <TextField
        label="Good examples of the behaviour"
        inputMode="numeric"
        value={answers.goodExamples ?? ''}
        onChange={({ target }) => {
          const digits = target.value.replace(/\D/g, '').slice(0, 9)
          onChange({ ...answers, goodExamples: digits === '' ? null : Number(digits) })
        }}
      />
    </section>
  )
}
