import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { Answer, Evaluation } from '../../../shared/domain/answer.ts'
import { answerMeasures } from '../../../shared/domain/answer-measures.ts'
import { metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import type { QueryResult, RunDetail } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { triageWords } from '../../../shared/domain/triage-words.ts'
import { judgeCheckHint, judgeCheckText } from '../../forms/judge-check-text.ts'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { KeyCap } from '../../ui/key-cap.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { useKeys } from '../../ui/use-keys.ts'
import { AnswerText } from './answer-text.tsx'
import styles from './question-drawer.module.css'
import { overrulable, useOverrule } from './use-overrule.ts'

interface GivenAnswersProps {
  result: QueryResult
  run: Run
  /** A citation was pressed: the chunk that it cites. */
  onCite: (chunk: number) => void
  judgeChecks: RunDetail['judgeChecks']
}

/** What the model answered, once per repetition, with what it cost and what judges said of it. */
export function GivenAnswers({ result, run, onCite, judgeChecks }: GivenAnswersProps) {
  const { overrule, error } = useOverrule()
  const place = overrulable(result)
  useKeys({ w: place ? () => overrule(place) : undefined })
  const { generated, evaluations, triage } = result
  const order = answerMeasures(evaluations.map(({ measure }) => measure))
  const words = triage && triageWords(triage)
  return (
    <section className={styles.answers} aria-label="Answers">
      {words && (
        <p className={styles.wrong}>
          <Pill kind="warning">{words.label}</Pill>
          <span className={styles.small}>{`${words.where}; what usually helps: ${words.helps}`}</span>
        </p>
      )}
      {generated.length === 0 && (
        <p className={styles.small}>
          {run.status === 'finished' ? 'There is no answer to this question.' : 'This question is not answered yet.'}
        </p>
      )}
      {generated.map((answer) => (
        <OneAnswer
          key={answer.repetition}
          answer={answer}
          of={generated.length}
          evaluations={evaluations
            .filter(({ repetition }) => repetition === answer.repetition)
            .sort((a, b) => order.indexOf(a.measure) - order.indexOf(b.measure))}
          onCite={onCite}
          judgeChecks={judgeChecks}
          rating={result.ratings.find(({ repetition }) => repetition === answer.repetition)?.score ?? null}
        />
      ))}
      {place && (
        <p>
          <Button size="small" onClick={() => overrule(place)}>
            Judge is wrong <KeyCap>W</KeyCap>
          </Button>
        </p>
      )}
      {error && <Notice kind="error">{errorSentence(error)}</Notice>}
    </section>
  )
}

interface OneAnswerProps {
  answer: Answer
  of: number
  evaluations: readonly Evaluation[]
  onCite: (chunk: number) => void
  judgeChecks: RunDetail['judgeChecks']
  /** What a person said of it, 0–1. */
  rating: number | null
}

function OneAnswer({ answer, of, evaluations, onCite, judgeChecks, rating }: OneAnswerProps) {
  const { repetition, text, failure, abstained, finishReason, brokenCitations, passages } = answer
  return (
    <article className={styles.answer}>
      <header className={styles.answerHead}>
        <h3>{of > 1 ? `Answer ${repetition + 1} of ${of}` : 'Answer'}</h3>
        <span className={styles.small}>{effort(answer)}</span>
      </header>
      {failure ? (
        <p className={styles.failure}>{`No answer: ${failures[failure.kind]}. ${failure.message}`}</p>
      ) : (
        <AnswerText
          text={text}
          cited={(number) => passages[number - 1]?.title || passages[number - 1]?.docId}
          onCite={(number) => onCite(passages[number - 1]!.chunk)}
        />
      )}
      <p className={styles.small}>
        {[
          ...(abstained ? ['says that nothing was found'] : []),
          ...(finishReason === 'length' && !failure ? ['cut off at its longest length'] : []),
          ...(brokenCitations > 0
            ? [`${brokenCitations} cited ${brokenCitations === 1 ? 'number stands' : 'numbers stand'} for no source`]
            : []),
          ...(rating === null ? [] : [`rated ${formatFigure(rating, 'fraction')} by a person`]),
        ].join(' · ')}
      </p>
      {evaluations.length > 0 && (
        <ul className={styles.judgements} aria-label="What judges say">
          {evaluations.map(({ measure, score, reason }) => (
            <li key={measure}>
              <span>
                {metricLabelAmong(
                  measure,
                  evaluations.map((one) => one.measure),
                )}{' '}
                <b>{score === null ? 'not scored' : formatFigure(score, 'fraction')}</b>{' '}
                <span className={styles.small} title={judgeCheckHint(judgeChecks, measure) ?? undefined}>
                  {judgeCheckText(judgeChecks, measure)}
                </span>
              </span>
              {reason !== '' && (
                <p className={styles.reason} dir="auto">
                  {reason}
                </p>
              )}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}

const failures = {
  refused: 'the model refused',
  tooLong: 'the prompt was too long for the model',
  malformed: 'the reply could not be read',
  unavailable: 'the server gave none',
} as const

/** `1,310 ms · $0.0017 · 3,604 in, 142 out · from the cache` */
function effort({ latencyMs, costUsd, usage, cached }: Answer): string {
  const n = (count: number) => count.toLocaleString('en-US')
  return [
    formatFigure(latencyMs.assemble + latencyMs.generate, 'ms'),
    costUsd === null ? 'price not known' : formatFigure(costUsd, 'usd'),
    ...(usage ? [`${n(usage.inputTokens)} in, ${n(usage.outputTokens)} out`] : []),
    ...(cached ? ['from the cache: time and cost of its first asking'] : []),
  ].join(' · ')
}
