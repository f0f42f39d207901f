import { useContext } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { metricLabel } from '../../../shared/domain/metric-label.ts'
import type { GridColumn } from '../../ui/data-grid/grid-column.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { OpenQuestion, type QuestionPlace, useQuestionAt } from './question-at.ts'
import styles from './run-screen.module.css'

/** Shown before a reader chooses: one of each kind. */
const shownAtFirst = new Set(['ndcg@10', 'recall@10', 'mrr', 'spanRecall@1000tokens'])

/** Marks a column that the engine sorts by; the value itself is not here. */
const sortedByEngine = () => undefined

/** The columns of the table: what was asked, where the first relevant document stands, and every score of the run. */
export function questionColumns(scoredMetrics: readonly string[]): GridColumn<QuestionPlace>[] {
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
      render: ({ index }) => <FirstRank index={index} />,
    },
    ...scoredMetrics.map(
      (metric): GridColumn<QuestionPlace> => ({
        id: metric,
        label: metricLabel(metric),
        section: sectionOf(metric),
        width: Math.max(84, 30 + metricLabel(metric).length * 6.2),
        align: 'end',
        optional: !shownAtFirst.has(metric),
        // The worst first: they are what one looks for.
        firstSort: 'ascending',
        sortValue: sortedByEngine,
        render: ({ index }) => <Score index={index} metric={metric} />,
      }),
    ),
  ]
}

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
  if (metric.startsWith('span')) return metric.endsWith('tokens') ? 'Spans at token budgets' : 'Spans at k'
  return metric.includes('@') ? 'Documents at k' : 'Documents'
}
