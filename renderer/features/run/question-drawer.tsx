import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { answerMeasures } from '../../../shared/domain/answer-measures.ts'
import { hasAnswers } from '../../../shared/domain/has-answers.ts'
import { metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import type { QueryListing, QueryResult, RunDetail } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Drawer } from '../../ui/drawer.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StepButtons } from '../../ui/step-buttons.tsx'
import { useSteps } from '../../ui/use-steps.ts'
import { GivenAnswers } from './given-answers.tsx'
import { Missed } from './missed.tsx'
import type { PointedPassage } from './pointed-passage.ts'
import styles from './question-drawer.module.css'
import { RankedPassages } from './ranked-passages.tsx'

interface QuestionDrawerProps {
  detail: RunDetail
  queryId: string
  /** Whose order previous and next follow. */
  listing: QueryListing
  onGoTo: (queryId: string) => void
  onClose: () => void
}

const retrievalScores = ['ndcg@10', 'recall@10', 'mrr', 'spanRecall@1000tokens']
const leastPassages = 10
const mostPassages = 200
/** The most telling ones; the others are columns of the table. */
const mostAnswerScores = 5

/** One question: what was expected, what came in which order and why, what was missed. */
export function QuestionDrawer({ detail, queryId, listing, onGoTo, onClose }: QuestionDrawerProps) {
  const { query } = useEngine()
  const { run } = detail
  const retrieves = hasRetrieval(run.recipe?.rung)
  const scores = [
    ...answerMeasures(detail.scoredMetrics).slice(0, mostAnswerScores),
    ...(retrieves ? retrievalScores : []),
  ]
  // All that can have been sent, and what stands behind the place where the context ends.
  const sent = run.recipe?.generation ? run.recipe.context.passages + 2 : 0
  const firstPassages = Math.min(mostPassages, Math.max(leastPassages, sent))
  const [pointed, setPointed] = useState<PointedPassage | null>(null)
  const pointTo = useCallback(
    (chunk: number) => setPointed((before) => ({ queryId, chunk, press: (before?.press ?? 0) + 1 })),
    [queryId],
  )
  const [wanted, setWanted] = useState({ queryId, passages: firstPassages })
  const passages = wanted.queryId === queryId ? wanted.passages : firstPassages
  const result = useQuery(
    query.results.query.queryOptions({
      input: { runId: run.runId, queryId, passages, metrics: scores },
      placeholderData: keepPreviousData,
    }),
  )
  const neighbours = useQuery(
    query.results.neighbours.queryOptions({ input: { ...listing, queryId }, placeholderData: keepPreviousData }),
  )
  const { previous = null, next = null, index = null, total = 0 } = neighbours.data ?? {}
  const steps = useSteps({ previous, next, isStale: neighbours.isPlaceholderData || neighbours.isPending, onGoTo })
  return (
    <Drawer
      label={`Question ${queryId}`}
      onClose={onClose}
      head={
        <>
          <code className={styles.id} title={queryId}>
            {queryId}
          </code>
          {index !== null && (
            <span
              className={styles.place}
            >{`${(index + 1).toLocaleString('en-US')} of ${total.toLocaleString('en-US')}`}</span>
          )}
          <StepButtons what="question" steps={steps} />
        </>
      }
    >
      {result.isError && (
        <div className={styles.padded}>
          <Notice kind="error">{errorSentence(result.error)}</Notice>
        </div>
      )}
      {result.isPending && (
        <div className={styles.padded}>
          <Skeleton width="100%" height={160} label="Reading the question" />
        </div>
      )}
      {result.data && !result.isError && (
        <div aria-busy={result.isPlaceholderData}>
          <Asked result={result.data} />
          {hasAnswers(run) && (
            <GivenAnswers
              key={`answers ${result.data.queryId}`}
              {...{ run, onCite: pointTo, judgeChecks: detail.judgeChecks }}
              result={result.data}
            />
          )}
          {retrieves ? (
            <>
              <RankedPassages
                key={result.data.queryId}
                result={result.data}
                run={run}
                pointed={pointed?.queryId === result.data.queryId ? pointed : null}
                onMore={
                  result.data.passages.length < Math.min(result.data.ranked, mostPassages)
                    ? () => setWanted({ queryId, passages: Math.min(mostPassages, passages + 40) })
                    : null
                }
              />
              <Missed result={result.data} />
            </>
          ) : (
            <section className={styles.noRetrieval} aria-label="Passages">
              <h3>No retrieval</h3>
              <p className={styles.small}>At the prompt rung the model answers without passages.</p>
            </section>
          )}
        </div>
      )}
    </Drawer>
  )
}

/** What was asked and what was expected. */
function Asked({ result }: { result: QueryResult }) {
  const { text, answers, tags, scores } = result
  return (
    <div className={styles.asked}>
      <h2 dir="auto">{text === '' ? '(empty question)' : text}</h2>
      {answers.length > 0 && (
        <>
          <h3>{answers.length === 1 ? 'Expected' : 'Expected, any of'}</h3>
          {answers.map((answer) => (
            <p key={answer} dir="auto">
              {answer}
            </p>
          ))}
        </>
      )}
      <dl className={styles.scores}>
        {Object.entries(scores).map(([metric, score]) => (
          <div key={metric}>
            <dt>{metricLabelAmong(metric, Object.keys(scores))}</dt>
            <dd>{score === null ? '–' : formatFigure(score, 'fraction')}</dd>
          </div>
        ))}
      </dl>
      {tags.length > 0 && (
        <ul className={styles.tags} aria-label="Tags">
          {tags.map((tag) => (
            <li key={tag} dir="auto">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
