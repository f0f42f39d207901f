import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SearchField } from '../../../ui/search-field.tsx'
import { formatCount } from '../format-counts.ts'
import styles from './document-picker.module.css'

const shownDocuments = 30

interface DocumentPickerProps {
  versionId: CorpusVersionId
  isBusy: boolean
  isJudged: (docId: string) => boolean
  onPick: (docId: string) => void
}

/** Finds a document of the corpus to judge it. */
export function DocumentPicker({ versionId, isBusy, isJudged, onPick }: DocumentPickerProps) {
  const { query } = useEngine()
  const [isOpen, setOpen] = useState(false)
  const [search, setSearch] = useState('')
  const found = useQuery(
    query.datasets.documents.queryOptions({
      input: { versionId, limit: shownDocuments, ...(search === '' ? {} : { search }) },
      enabled: isOpen,
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: (before) => before,
    }),
  )
  return (
    <>
      <Button size="small" icon={<Plus size={12} />} disabled={isBusy} onClick={() => setOpen(true)}>
        Judge a document
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title="Judge a document">
        <div className={styles.search}>
          <SearchField label="Search documents" value={search} onChange={setSearch} />
        </div>
        {found.error && <Notice kind="error">{errorSentence(found.error)}</Notice>}
        <ul className={styles.found}>
          {found.data?.documents.map((document) => (
            <li key={document.docId}>
              <button
                type="button"
                disabled={isJudged(document.docId)}
                onClick={() => {
                  setOpen(false)
                  onPick(document.docId)
                }}
              >
                <strong dir="auto">{document.title || document.docId}</strong>
                <small dir="auto">{`${document.docId} · ${document.excerpt}`}</small>
                {isJudged(document.docId) && <em>judged</em>}
              </button>
            </li>
          ))}
        </ul>
        <p className={styles.count} role="status">
          {!found.data
            ? 'Searching'
            : found.data.total > shownDocuments
              ? `The first ${shownDocuments} of ${formatCount(found.data.total)}; search for more words to find others.`
              : found.data.total === 0
                ? 'No document holds this.'
                : `${formatCount(found.data.total)} found.`}
        </p>
      </Dialog>
    </>
  )
}
