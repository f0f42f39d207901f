import { useState } from 'react'
import type { QueryState } from '../../../../shared/domain/dataset-browse.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { Button } from '../../../ui/button.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { Select } from '../../../ui/select.tsx'
import styles from '../dataset-bar.module.css'
import type { DatasetsSearch } from '../datasets-search.ts'
import { formatCount, plural } from '../format-counts.ts'
import { PagedList } from '../paged-list.tsx'
import { usePages } from '../use-pages.ts'

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
      <PagedList
        pages={pages}
        label="Questions"
        choice={`${text} ${split} ${state}`}
        rowHeight={48}
        isOpen={({ queryId }) => queryId === search.item}
        onOpen={({ queryId }) => onOpen({ ...search, item: queryId })}
        empty={{
          title: 'No question matches',
          action: isFiltered ? (
            <Button
              size="small"
              onClick={() => {
                setState('all')
                onOpen({ ...search, search: undefined, split: undefined }, true)
              }}
            >
              Show all questions
            </Button>
          ) : null,
        }}
      >
        {(query) => (
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
        )}
      </PagedList>
    </div>
  )
}
