import type { BlindAnswer } from '../../../shared/domain/rating.ts'
import { Card } from '../../ui/card.tsx'
import styles from './rating-screen.module.css'

/** All that a rater may know of an answer. Imported and generated text stays text. */
export function AnswerToRate({ answer: { question, references, answer, sources } }: { answer: BlindAnswer }) {
  return (
    <>
      <h2 className={styles.question} dir="auto">
        {question}
      </h2>
      <Card title="Answer">
        <p className={styles.text} dir="auto">
          {answer === '' ? '(empty answer)' : answer}
        </p>
      </Card>
      <Card title="Reference answers">
        {references.length === 0 && <p className={styles.text}>None is known.</p>}
        {[...new Set(references)].map((reference) => (
          <p key={reference} className={styles.text} dir="auto">
            {reference}
          </p>
        ))}
      </Card>
      {sources.length > 0 && (
        <Card title="Cited sources">
          {sources.map(({ number, title, text }) => (
            <div key={number} className={styles.text}>
              <h3 dir="auto">{`[${number}] ${title}`}</h3>
              <p dir="auto">{text}</p>
            </div>
          ))}
        </Card>
      )}
    </>
  )
}
