import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { formatChange, formatFigure } from '../../../shared/charts/format-figure.ts'
import { describeRelevance, describeSides } from '../../../shared/domain/describe-retrieval.ts'
import { metricDefinition } from '../../../shared/domain/metric.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import { hasRetrieval } from '../../../shared/domain/rung.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Delta } from '../../ui/delta.tsx'
import { Drawer } from '../../ui/drawer.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Passage } from '../../ui/passage.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { StepButtons } from '../../ui/step-buttons.tsx'
import { useSteps } from '../../ui/use-steps.ts'
import type { useCompareSearch } from './compare-search.ts'
import type { ComparedSide } from './compared-side.ts'
import styles from './question-drawer.module.css'
import { RunLetter } from './run-letter.tsx'
import { SideAnswer } from './side-answer.tsx'
import { useComparedQuestions } from './use-compared-questions.ts'

interface QuestionDrawerProps {
  sides: readonly ComparedSide[]
  address: ReturnType<typeof useCompareSearch>
}

const shownPassages = 20

/** One question: the baseline's ranking beside another run's. */
export function QuestionDrawer({ sides, address }: QuestionDrawerProps) {
  const { query } = useEngine()
  const { queryId, againstId, metric, change } = address
  const { rows } = useComparedQuestions(sides, address)
  const baseline = sides.find(({ isBaseline }) => isBaseline)!
  const others = sides.filter(({ isBaseline, notComparable }) => !isBaseline && !notComparable)
  const against = others.find(({ run }) => run.runId === againstId) ?? others[0]
  const pair = against ? [baseline, against] : [baseline]
  const results = useQueries({
    queries: pair.map(({ run }) =>
      query.results.query.queryOptions({
        input: { runId: run.runId, queryId: queryId!, passages: shownPassages, metrics: [metric] },
        placeholderData: keepPreviousData,
      }),
    ),
  })
  const at = rows.findIndex((row) => row.queryId === queryId)
  const previous = at > 0 ? rows[at - 1]!.queryId : null
  const next = at >= 0 ? (rows[at + 1]?.queryId ?? null) : null
  const steps = useSteps({ previous, next, onGoTo: (id) => change({ query: id }, { replace: true }) })
  const asked = results.find(({ data }) => data)?.data
  const failed = results.find(({ isError }) => isError)
  return (
    <Drawer
      label={`Question ${queryId}`}
      floating
      onClose={() => change({ query: undefined, against: undefined })}
      head={
        <>
          <code className={styles.id}>{queryId}</code>
          {at >= 0 && <span className={styles.quiet}>{`${at + 1} of ${rows.length} shown`}</span>}
          <StepButtons what="question" steps={steps} />
          {others.length > 1 && (
            <span className={styles.choose}>
              {`${baseline.letter} beside`}
              <Select
                label="Run beside the baseline"
                value={against!.run.runId as string}
                onChange={(runId) => change({ against: runId }, { replace: true })}
                options={others.map(({ letter, run }) => [run.runId as string, `${letter} ${run.name}`])}
              />
            </span>
          )}
        </>
      }
    >
      {failed && (
        <div className={styles.padded}>
          <Notice kind="error">{errorSentence(failed.error)}</Notice>
        </div>
      )}
      {asked && (
        <div className={styles.asked}>
          <h2 dir="auto">{asked.text === '' ? '(empty question)' : asked.text}</h2>
          {asked.answers.map((answer) => (
            <p key={answer} dir="auto">
              <span className={styles.quiet}>Expected</span> {answer}
            </p>
          ))}
        </div>
      )}
      <div className={styles.pair}>
        {pair.map((side, index) => (
          <Ranking
            key={side.run.runId}
            side={side}
            metric={metric}
            result={results[index]!.data}
            beside={results[1 - index]?.data}
            base={side.isBaseline ? null : (results[0]!.data?.scores[metric] ?? null)}
          />
        ))}
      </div>
    </Drawer>
  )
}

interface RankingProps {
  side: ComparedSide
  metric: string
  result: QueryResult | undefined
  /** The same question in the run beside it. */
  beside: QueryResult | undefined
  /** The baseline's score; null for the baseline itself. */
  base: number | null
}

function Ranking({ side, metric, result, beside, base }: RankingProps) {
  const { run, letter, isBaseline } = side
  if (!result) return <Skeleton width="100%" height={200} label={`Reading ${letter}`} />
  const score = result.scores[metric] ?? null
  const missed = [...result.goldDocuments, ...result.goldSpans].filter(
    ({ chunkRank }) => chunkRank === null || chunkRank > result.passages.length,
  )
  return (
    <section className={styles.side} aria-label={`${letter}, ${run.name}`}>
      <header className={styles.sideHead}>
        <RunLetter letter={letter} isBaseline={isBaseline} />
        <Link
          to="/runs/$runId"
          params={{ runId: run.runId }}
          search={{ query: result.queryId, view: 'questions' }}
          className={styles.name}
          title={run.name}
          dir="auto"
        >
          {run.name}
        </Link>
        <span className={styles.score}>
          {`${metricLabel(metric)} `}
          <b>{score === null ? '–' : formatFigure(score, 'fraction')}</b>{' '}
          {score !== null && base !== null && score !== base && (
            <Delta
              value={score - base}
              text={formatChange(score - base, 'fraction')}
              better={metricDefinition(metric)?.better ?? 'none'}
            />
          )}
        </span>
      </header>
      <SideAnswer run={run} result={result} beside={beside} />
      {!hasRetrieval(run.recipe?.rung) && (
        <p className={styles.none}>No retrieval: the model answers without passages.</p>
      )}
      {result.ranked === 0 && hasRetrieval(run.recipe?.rung) && (
        <p className={styles.none}>{result.answered ? 'Nothing was retrieved.' : 'Not searched yet.'}</p>
      )}
      <ol>
        {result.passages.map((passage) => (
          <Passage
            key={passage.chunk}
            dense
            rank={passage.rank}
            id={passage.docId}
            title={passage.title}
            detail={run.recipe ? describeSides(passage, run.recipe.search.mode) : 'made elsewhere'}
            text={passage.text}
            marks={passage.gold}
            flag={describeRelevance(passage)}
          />
        ))}
      </ol>
      {(!hasRetrieval(run.recipe?.rung) ? [] : missed).map((gold) => (
        <p key={`${gold.docId} ${'start' in gold ? gold.start : ''}`} className={styles.missed}>
          {`Missed: ${'quote' in gold ? 'gold span in ' : ''}${gold.title || gold.docId}, ${gold.chunkRank === null ? `not in the ${result.ranked} chunks retrieved` : `at rank ${gold.chunkRank}`}`}
        </p>
      ))}
    </section>
  )
}
