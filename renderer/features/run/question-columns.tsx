import { useContext } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { answerMeasures, isAnswerMeasure } from '../../../shared/domain/answer-measures.ts'
import { hasAnswers } from '../../../shared/domain/has-answers.ts'
import { metricLabelAmong } from '../../../shared/domain/metric-label.ts'
import type { RunDetail } from '../../../shared/domain/results.ts'
import { triageWords } from '../../../shared/domain/triage-words.ts'
import { judgeCheckHint } from '../../forms/judge-check-text.ts'
import type { GridColumn } from '../../ui/data-grid/grid-column.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OpenQuestion, type QuestionPlace, useQuestionAt } from './question-at.ts'
import styles from './run-screen.module.css'
import { triageTones } from './triage-tones.ts'

/** Shown before a reader chooses: one of each kind. */
const shownAtFirst = new Set(['ndcg@10', 'recall@10', 'mrr', 'spanRecall@1000tokens'])

/** Marks a column that the engine sorts by; the value itself is not here. */
const sortedByEngine = () => undefined

/** The columns of the table: what was asked, where the first relevant document stands, and every score of the run. */
export function questionColumns({ run, scoredMetrics, judgeChecks }: RunDetail): GridColumn<QuestionPlace>[] {
  const answers = hasAnswers(run)
  const ofAnswers = answerMeasures(scoredMetrics)
  const others = scoredMetrics.filter((metric) => !isAnswerMeasure(metric))
  const first = answers ? new Set([...ofAnswers.slice(0, 2), 'ndcg@10']) : shownAtFirst
  return [
    {
      id: 'position',
      label: 'Id',
      description: 'Sorts by the order of the eval set',
      sortValue: sortedByEngine,
      width: 80,
      required: true,
      render: ({ index }) => <Id index={index} />,
    },
    {
      id: 'question',
      label: 'Question',
      // It grows; more at first would push the last score off the table beside the drawer.
      width: 160,
      minWidth: 160,
      grows: true,
      required: true,
      render: ({ index }) => <QuestionText index={index} />,
    },
    ...(answers ? answerColumns : []),
    {
      id: 'tags',
      label: 'Tags',
      width: 132,
      optional: true,
      render: ({ index }) => <Tags index={index} />,
    },
    {
      id: 'firstRelevantRank',
      label: 'First gold at',
      description: 'Rank of the first relevant document',
      sortValue: sortedByEngine,
      width: 88,
      align: 'end',
      // Beside answers it says why, and the reason stands there in words already.
      optional: answers,
      render: ({ index }) => <FirstRank index={index} />,
    },
    ...[...ofAnswers, ...others].map(
      (metric): GridColumn<QuestionPlace> => ({
        id: metric,
        label: metricLabelAmong(metric, scoredMetrics),
        section: sectionOf(metric),
        ...described(judgeCheckHint(judgeChecks, metric)),
        width: Math.max(84, 30 + metricLabelAmong(metric, scoredMetrics).length * 6.2),
        align: 'end',
        optional: !first.has(metric),
        // The worst first: they are what one looks for.
        firstSort: 'ascending',
        sortValue: sortedByEngine,
        render: ({ index }) => <Score index={index} metric={metric} />,
      }),
    ),
  ]
}

const answerColumns: readonly GridColumn<QuestionPlace>[] = [
  {
    id: 'answer',
    label: 'Answer',
    width: 124,
    minWidth: 100,
    grows: true,
    render: ({ index }) => <AnswerText index={index} />,
  },
  {
    id: 'triage',
    label: 'Went wrong',
    description: 'Why the answer is wrong; empty where it is right or nobody can say',
    width: 108,
    render: ({ index }) => <TriageMark index={index} />,
  },
]

function Id({ index }: QuestionPlace) {
  const question = useQuestionAt(index)
  const openQueryId = useContext(OpenQuestion)
  if (!question) return <Skeleton width={48} />
  const isOpen = question.queryId === openQueryId
  return (
    <code className={styles.queryId} {...(isOpen && { 'aria-current': true })}>
      {question.queryId}
    </code>
  )
}

function QuestionText({ index }: QuestionPlace) {
  const question = useQuestionAt(index)
  return question ? (
    <span dir="auto" title={question.text}>
      {question.text}
    </span>
  ) : (
    <Skeleton width="60%" />
  )
}

function AnswerText({ index }: QuestionPlace) {
  const question = useQuestionAt(index)
  if (!question) return <Skeleton width="60%" />
  if (question.answer === null) return <span className={styles.quiet}>–</span>
  return (
    <span dir="auto" title={question.answer}>
      {question.answer === '' ? <span className={styles.quiet}>no text</span> : question.answer}
    </span>
  )
}

function TriageMark({ index }: QuestionPlace) {
  const kind = useQuestionAt(index)?.triage
  if (!kind) return null
  const { label, where } = triageWords(kind)
  return (
    <span className={styles.triageMark} title={where}>
      <span className={`${styles.swatch} ${triageTones[kind]}`} aria-hidden="true" />
      {label}
    </span>
  )
}

function Tags({ index }: QuestionPlace) {
  return useQuestionAt(index)?.tags.join(', ') ?? null
}

function FirstRank({ index }: QuestionPlace) {
  const question = useQuestionAt(index)
  if (!question) return null
  if (question.firstRelevantRank !== null) return question.firstRelevantRank
  return <span className={styles.quiet}>{question.judged ? 'not retrieved' : '–'}</span>
}

function Score({ index, metric }: QuestionPlace & { metric: string }) {
  const question = useQuestionAt(index)
  if (!question) return null
  const score = question.scores[metric]
  return score == null ? <span className={styles.quiet}>–</span> : formatFigure(score, 'fraction')
}

function sectionOf(metric: string): string {
  if (isAnswerMeasure(metric)) return 'Answers'
  if (metric.startsWith('span')) return metric.endsWith('tokens') ? 'Spans at token budgets' : 'Spans at k'
  return metric.includes('@') ? 'Documents at k' : 'Documents'
}

function described(description: string | null): { description?: string } {
  return description === null ? {} : { description }
}
