import type { CorpusVersionId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { LoadingLines } from '../../ui/loading-lines.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import styles from './dataset-bar.module.css'
import { formatCount, plural } from './format-counts.ts'
import { usePages } from './use-pages.ts'

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
          title="No document holds this"
          action={
            <Button size="small" onClick={() => onSearch('')}>
              Clear the search
            </Button>
          }
        />
      ) : total === null ? (
        <LoadingLines lines={10} label="Loading the documents" />
      ) : (
        <VirtualList
          key={search}
          label="Documents"
          count={total}
          rowHeight={62}
          selected={positionOf(openDocId, total, pages.itemAt)}
          onVisible={pages.show}
          onSelect={(index) => {
            const document = pages.itemAt(index)
            if (document) onOpen(document.docId)
          }}
        >
          {(index) => {
            const document = pages.itemAt(index)
            if (!document) return null
            return (
              <div className={styles.row}>
                <strong dir="auto">{document.title || document.docId}</strong>
                <small>{`${document.docId} · ${formatCount(document.characters)} characters`}</small>
                <small dir="auto">{document.excerpt}</small>
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
  docId: string | undefined,
  total: number,
  itemAt: (index: number) => { docId: string } | undefined,
): number | null {
  if (docId === undefined) return null
  for (let index = 0; index < Math.min(total, 2000); index++) if (itemAt(index)?.docId === docId) return index
  return null
}
