import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { EvalSetHistory } from '../../../../shared/domain/dataset-browse.ts'
import type { GoldSpan } from '../../../../shared/domain/eval-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { DocumentReader } from '../corpus/document-reader.tsx'
import { JudgmentList } from './judgment-list.tsx'
import styles from './query-detail-view.module.css'
import { SpanList } from './span-list.tsx'
import type { EvalSetEdit } from './use-eval-set-edit.ts'

interface QueryDetailViewProps {
  history: EvalSetHistory
  queryId: string
  /** The split that new judgments belong to, where one was chosen. */
  split: string | undefined
  editing: EvalSetEdit
}

/** A question with its answers, judgments and gold spans, beside the document that they are about. */
export function QueryDetailView({ history, queryId, split, editing }: QueryDetailViewProps) {
  const { query: calls } = useEngine()
  const { evalSet, isCurrent, corpus } = history
  const [chosenDocId, setChosenDocId] = useState<string | null>(null)
  const [target, setTarget] = useState<GoldSpan | null>(null)
  const { edit, isBusy, error } = editing
  const detail = useQuery(
    calls.datasets.query.queryOptions({
      input: { evalSetId: evalSet.evalSetId, queryId },
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      retry: false,
    }),
  )
  if (detail.error) return <Notice kind="error">{errorSentence(detail.error)}</Notice>
  if (!detail.data) return <LoadingLines label="Loading the question" />
  const query = detail.data
  const ownSplit = split ?? query.splits[0] ?? evalSet.splits[0]?.name ?? 'test'
  const docId =
    chosenDocId ?? query.spans[0]?.docId ?? query.judgments.find((judgment) => judgment.title !== null)?.docId ?? null
  const isWaiting = isBusy || detail.isPlaceholderData
  return (
    <div className={styles.detail}>
      <div className={styles.facts}>
        {error && <Notice kind="error">{errorSentence(error)}</Notice>}
        <section className={styles.question} aria-label="Question">
          <p className={styles.id}>{[queryId, ...query.splits, ...query.tags].join(' · ')}</p>
          <h3 dir="auto">{query.text}</h3>
          {query.answers.length > 0 && (
            <>
              <h4>{query.answers.length === 1 ? 'Expected answer' : 'Expected answers, any of them'}</h4>
              <ul>
                {query.answers.map((answer, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: answers can be alike and never move
                  <li key={index} dir="auto">
                    {answer}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
        <JudgmentList
          query={query}
          split={ownSplit}
          versionId={corpus.versionId}
          openDocId={docId}
          isReadOnly={!isCurrent}
          isBusy={isWaiting}
          onOpen={(next) => {
            setTarget(null)
            setChosenDocId(next)
          }}
          onGrade={(judgment, grade) =>
            edit({
              done:
                grade === null
                  ? `Judgment of ${judgment.docId} taken away.`
                  : `${judgment.docId} is judged ${grade} in ${judgment.split}.`,
              apply: (datasets, evalSetId) =>
                datasets.editJudgment({ evalSetId, queryId, split: judgment.split, docId: judgment.docId, grade }),
            })
          }
        />
        <SpanList
          query={query}
          isReadOnly={!isCurrent}
          isBusy={isWaiting}
          onOpen={(span) => {
            setChosenDocId(span.docId)
            setTarget(span)
          }}
          onRemove={({ docId: spanDoc, start, end }) =>
            edit({
              done: 'Gold span taken away.',
              apply: (datasets, evalSetId) =>
                datasets.editSpans({ evalSetId, queryId, remove: [{ docId: spanDoc, start, end }] }),
            })
          }
        />
      </div>
      {docId === null ? (
        <EmptyState title="No document is open">
          Judge a document, or open one of the judged ones, to read it here.
        </EmptyState>
      ) : (
        <DocumentReader
          key={docId}
          versionId={corpus.versionId}
          docId={docId}
          spans={query.spans.filter((span) => span.docId === docId)}
          target={target ?? query.spans.find((span) => span.docId === docId) ?? null}
          isBusy={isWaiting}
          {...(isCurrent
            ? {
                onAddSpan: ({ start, end }: { start: number; end: number }) =>
                  edit({
                    done: 'Gold span added.',
                    apply: (datasets, evalSetId) =>
                      datasets.editSpans({ evalSetId, queryId, add: [{ docId, start, end }] }),
                  }),
              }
            : {})}
        />
      )}
    </div>
  )
}
