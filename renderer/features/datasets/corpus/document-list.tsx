import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { Button } from '../../../ui/button.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import styles from '../dataset-bar.module.css'
import { formatCount, plural } from '../format-counts.ts'
import { PagedList } from '../paged-list.tsx'
import { usePages } from '../use-pages.ts'

interface DocumentListProps {
  versionId: CorpusVersionId
  search: string
  openDocId: string | undefined
  onSearch: (search: string) => void
  onOpen: (docId: string) => void
}

/** The documents of a corpus version, loaded as they come into view. */
export function DocumentList({ versionId, search, openDocId, onSearch, onOpen }: DocumentListProps) {
  const { client } = useEngine()
  const pages = usePages(['documents', versionId, search], async (page, signal) => {
    const answer = await client.datasets.documents(
      { versionId, ...page, ...(search === '' ? {} : { search }) },
      { signal },
    )
    return { total: answer.total, items: answer.documents }
  })
  const { total } = pages
  return (
    <div className={styles.pane}>
      <div className={styles.filters}>
        <SearchField label="Search documents" value={search} onChange={onSearch} />
      </div>
      <p className={styles.count} role="status">
        {total === null ? 'Loading' : search === '' ? plural(total, 'document') : `${plural(total, 'document')} found`}
      </p>
      <PagedList
        pages={pages}
        label="Documents"
        choice={search}
        rowHeight={62}
        isOpen={({ docId }) => docId === openDocId}
        onOpen={({ docId }) => onOpen(docId)}
        empty={{
          title: 'No document holds this',
          action: (
            <Button size="small" onClick={() => onSearch('')}>
              Clear the search
            </Button>
          ),
        }}
      >
        {({ docId, title, characters, excerpt }) => (
          <div className={styles.row}>
            <strong dir="auto">{title || docId}</strong>
            <small>{`${docId} · ${formatCount(characters)} characters`}</small>
            <small dir="auto">{excerpt}</small>
          </div>
        )}
      </PagedList>
    </div>
  )
}
