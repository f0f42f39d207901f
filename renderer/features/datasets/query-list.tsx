import { useState } from 'react'
import type { QueryState } from '../../../shared/domain/dataset-browse.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingLines } from '../../ui/loading-lines.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import styles from './dataset-bar.module.css'
import type { DatasetsSearch } from './datasets-search.ts'
import { formatCount, plural } from './format-counts.ts'
import { usePages } from './use-pages.ts'

const states: readonly (readonly [QueryState, string])[] = [
  ['all', 'All questions'],
  ['judged', 'Judged'],
  ['unjudged', 'Not judged'],
  ['spans', 'With gold spans'],
  ['stale', 'With stale spans'],
]

interface QueryListProps {
  evalSet: EvalSet
  search: DatasetsSearch
  onOpen: (search: DatasetsSearch, replace?: boolean) => void
}

/** The questions of an eval set, loaded as they come into view. */
export function QueryList({ evalSet, search, onOpen }: QueryListProps) {
  const { client } = useEngine()
  const [state, setState] = useState<QueryState>('all')
  const text = search.search ?? ''
  const { split } = search
  const { evalSetId } = evalSet
  const pages = usePages(['queries', evalSetId, split, text, state], async (page, signal) => {
    const answer = await client.datasets.queries(
      {
        evalSetId,
        state,
        ...page,
        ...(split === undefined ? {} : { split }),
        ...(text === '' ? {} : { search: text }),
      },
      { signal },
    )
    return { total: answer.total, items: answer.queries }
  })
  const { total } = pages
  const isFiltered = text !== '' || split !== undefined || state !== 'all'
  return (
    <div className={styles.pane}>
      <div className={styles.filters}>
        <SearchField
          label="Search questions"
          value={text}
          onChange={(next) => onOpen({ ...search, search: next || undefined }, true)}
        />
        <Select label="Which questions" value={state} onChange={setState} options={states} />
        {evalSet.splits.length > 1 && (
          <Select
            label="Split"
            value={split ?? ''}
            onChange={(next) => onOpen({ ...search, split: next || undefined }, true)}
            options={[['', 'All splits'], ...evalSet.splits.map(({ name }) => [name, name] as const)]}
          />
        )}
      </div>
      <p className={styles.count} role="status">
        {total === null
          ? 'Loading'
          : `${plural(total, 'question')}${isFiltered ? ` of ${formatCount(evalSet.queries)}` : ''}`}
      </p>
      {pages.error && (
        <Notice
          kind="error"
          actions={
            <Button size="small" onClick={pages.retry}>
              Try again
            </Button>
          }
        >
          {errorSentence(pages.error)}
        </Notice>
      )}
      {total === 0 ? (
        <EmptyState
          title="No question matches"
          action={
            isFiltered ? (
              <Button
                size="small"
                onClick={() => {
                  setState('all')
                  onOpen({ ...search, search: undefined, split: undefined }, true)
                }}
              >
                Show all questions
              </Button>
            ) : null
          }
        />
      ) : total === null ? (
        <LoadingLines lines={10} label="Loading the questions" />
      ) : (
        <VirtualList
          key={`${text} ${split} ${state}`}
          label="Questions"
          count={total}
          rowHeight={48}
          selected={positionOf(search.item, total, pages.itemAt)}
          onVisible={pages.show}
          onSelect={(index) => {
            const query = pages.itemAt(index)
            if (query) onOpen({ ...search, item: query.queryId })
          }}
        >
          {(index) => {
            const query = pages.itemAt(index)
            if (!query) return null
            return (
              <div className={styles.row}>
                <strong dir="auto">{query.text}</strong>
                <small>
                  {[
                    query.queryId,
                    query.judgments === 0
                      ? 'not judged'
                      : `${formatCount(query.relevant)} of ${formatCount(query.judgments)} relevant`,
                    ...(query.spans > 0 ? [plural(query.spans, 'span')] : []),
                    ...(query.staleSpans > 0 ? [`${formatCount(query.staleSpans)} stale`] : []),
                  ].join(' · ')}
                </small>
              </div>
            )
          }}
        </VirtualList>
      )}
    </div>
  )
}

/** The position of the open item as far as its page is loaded. */
function positionOf(
  queryId: string | undefined,
  total: number,
  itemAt: (index: number) => { queryId: string } | undefined,
): number | null {
  if (queryId === undefined) return null
  for (let index = 0; index < Math.min(total, 2000); index++) if (itemAt(index)?.queryId === queryId) return index
  return null
}
