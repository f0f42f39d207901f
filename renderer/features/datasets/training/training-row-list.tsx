import type { Finding } from '../../../../shared/domain/preflight.ts'
import type { TrainingSplit, TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { Button } from '../../../ui/button.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { Select } from '../../../ui/select.tsx'
import styles from '../dataset-bar.module.css'
import type { DatasetsSearch } from '../datasets-search.ts'
import { formatCount, plural } from '../format-counts.ts'
import { PagedList } from '../paged-list.tsx'
import { usePages } from '../use-pages.ts'
import { messageText } from './message-text.ts'

type SplitFilter = TrainingSplit | 'unassigned'

const splits: readonly SplitFilter[] = ['train', 'validation', 'test', 'unassigned']

/** The contract takes so many rows of a finding at once. */
const mostOfFinding = 1000

/** More characters than these are in no line of the list. */
const mostListed = 300

interface TrainingRowListProps {
  version: TrainingVersion
  /** Only the rows of this finding. */
  finding: Finding | null
  search: DatasetsSearch
  onOpen: (search: DatasetsSearch, replace?: boolean) => void
}

/** The rows of a training set, loaded as they come into view. */
export function TrainingRowList({ version, finding, search, onOpen }: TrainingRowListProps) {
  const { client } = useEngine()
  const text = search.search ?? ''
  const split = splits.find((each) => each === search.split)
  const ids = finding && [...new Set(finding.rows.map(({ exampleId }) => exampleId))]
  const reasons = new Map(finding?.rows.map(({ exampleId, reason }) => [exampleId, reason]))
  const choice = `${text} ${split} ${finding?.kind}`
  const pages = usePages(['training rows', version.versionId, choice], async (page, signal) => {
    const answer = await client.trainingSets.examples(
      {
        versionId: version.versionId,
        ...page,
        ...(split && { split }),
        ...(text !== '' && { search: text }),
        ...(ids && { exampleIds: ids.slice(0, mostOfFinding) }),
      },
      { signal },
    )
    return { total: answer.total, items: answer.rows }
  })
  const { total } = pages
  const isFiltered = text !== '' || split !== undefined || finding !== null
  const showAll = () => onOpen({ ...search, search: undefined, split: undefined, finding: undefined }, true)
  return (
    <div className={styles.pane}>
      <div className={styles.filters}>
        <SearchField
          label="Search rows"
          value={text}
          onChange={(next) => onOpen({ ...search, search: next || undefined }, true)}
        />
        <Select
          label="Split"
          value={split ?? ''}
          onChange={(next) => onOpen({ ...search, split: next || undefined }, true)}
          options={[
            ['', 'All splits'],
            ...splits.filter((each) => version.counts[each] > 0).map((each) => [each, each] as const),
          ]}
        />
        {isFiltered && (
          <Button size="small" onClick={showAll}>
            Show all rows
          </Button>
        )}
      </div>
      <p className={styles.count} role="status">
        {total === null
          ? 'Loading'
          : [
              `${plural(total, 'row')}${isFiltered ? ` of ${formatCount(version.examples)}` : ''}`,
              ...(ids && ids.length > mostOfFinding ? [`the first ${formatCount(mostOfFinding)} of the finding`] : []),
            ].join(', ')}
      </p>
      <PagedList
        pages={pages}
        label="Rows"
        choice={choice}
        rowHeight={48}
        isOpen={({ example }) => example.exampleId === search.item}
        onOpen={({ example }) => onOpen({ ...search, item: example.exampleId })}
        empty={{
          title: 'No row matches',
          action: isFiltered ? (
            <Button size="small" onClick={showAll}>
              Show all rows
            </Button>
          ) : null,
        }}
      >
        {({ position, example }) => {
          const input = example.messages.findLast(({ role }) => role === 'user')
          const target = example.messages.findLast(({ role }) => role === 'assistant')
          return (
            <div className={styles.row}>
              <strong dir="auto">{input ? messageText(input).slice(0, mostListed) : '(no user message)'}</strong>
              <small>
                {[
                  `row ${formatCount(position + 1)}`,
                  ...(example.split ? [example.split] : []),
                  reasons.get(example.exampleId) ?? (target ? messageText(target).slice(0, mostListed) : 'no answer'),
                ].join(' · ')}
              </small>
            </div>
          )
        }}
      </PagedList>
    </div>
  )
}
