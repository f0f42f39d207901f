import { useQueryClient } from '@tanstack/react-query'
import { Check, CircleX, FileText, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import type { ImportPreview, PreviewFile } from '../../../../shared/domain/import-preview.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { VirtualList } from '../../../ui/virtual-list.tsx'
import { formatBytes, formatCount, plural } from '../format-counts.ts'
import { usePages } from '../use-pages.ts'
import styles from './import-file-list.module.css'

const roleNames: Readonly<Record<NonNullable<PreviewFile['role']>, string>> = {
  corpus: 'documents',
  queries: 'questions',
  qrels: 'judgments',
  answers: 'answers',
  examples: 'questions',
  document: 'document',
  run: 'results',
  training: 'training rows',
  archive: 'archive',
  other: 'not imported',
}

interface ImportFileListProps {
  preview: ImportPreview
  selected: string | null
  onSelect: (path: string) => void
}

/** The dropped files with what each was taken for. */
export function ImportFileList({ preview, selected, onSelect }: ImportFileListProps) {
  const { client } = useEngine()
  const queryClient = useQueryClient()
  const { previewId, files } = preview
  const pages = usePages(['preview-files', previewId], async (page, signal) => {
    const answer = await client.datasets.previewFiles({ previewId, ...page }, { signal })
    return { total: answer.total, items: answer.files }
  })
  useEffect(() => () => queryClient.removeQueries({ queryKey: ['preview-files', previewId] }), [queryClient, previewId])
  const listed = Array.from({ length: Math.min(100, files.total) }, (_, index) => pages.itemAt(index))
  const first = (listed.find((file) => file !== undefined && file.accepted > 0) ?? listed[0])?.path
  useEffect(() => {
    if (selected === null && first !== undefined) onSelect(first)
  }, [selected, first, onSelect])
  const position = selected === null ? -1 : listed.findIndex((file) => file?.path === selected)
  return (
    <section className={styles.list} aria-label="Dropped files">
      <h2 className={styles.head}>
        Dropped <span>{`${plural(files.total, 'file')}, ${formatBytes(files.bytes)}`}</span>
      </h2>
      <VirtualList
        label="Files"
        count={files.total}
        rowHeight={66}
        selected={position === -1 ? null : position}
        onVisible={pages.show}
        onSelect={(index) => {
          const file = pages.itemAt(index)
          if (file) onSelect(file.path)
        }}
      >
        {(index) => {
          const file = pages.itemAt(index)
          return file ? <FileItem file={file} /> : null
        }}
      </VirtualList>
    </section>
  )
}

function FileItem({ file }: { file: PreviewFile }) {
  const taken = file.accepted + file.duplicates
  const slash = file.path.lastIndexOf('/')
  const isRefused = taken === 0 && file.role !== 'archive'
  return (
    <div className={styles.file}>
      <FileText size={14} aria-hidden="true" />
      <div>
        <div className={styles.path} title={file.path} dir="auto">
          {file.path.slice(slash + 1)}
        </div>
        <div dir="auto">{slash === -1 ? formatBytes(file.bytes) : file.path.slice(0, slash)}</div>
        <div>
          {[
            file.format === null ? 'format not known' : file.format.toUpperCase(),
            isRefused ? 'not imported' : describeTaken(file),
          ].join(' · ')}
        </div>
      </div>
      {isRefused ? (
        <CircleX size={13} className={styles.bad} role="img" aria-label="not imported" />
      ) : file.rejected > 0 ? (
        <TriangleAlert size={13} className={styles.warn} role="img" aria-label={`${file.rejected} rejected`} />
      ) : (
        <Check size={13} className={styles.good} role="img" aria-label="accepted" />
      )}
    </div>
  )
}

function describeTaken({ role, accepted, duplicates, rows }: PreviewFile): string {
  if (role === 'document') return duplicates > 0 ? 'repeats another file' : 'document'
  const counts = `${formatCount(accepted + duplicates)} of ${formatCount(rows)}`
  return role === null ? counts : `${roleNames[role]} ${counts}`
}
