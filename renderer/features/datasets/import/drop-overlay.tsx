import { useNavigate, useRouterState } from '@tanstack/react-router'
import { Download, FileText, Folder } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../../../ui/button.tsx'
import { filesOfDrop } from '../../../ui/file-drop.ts'
import { KeyCap } from '../../../ui/key-cap.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { formatBytes, plural } from '../format-counts.ts'
import { useDatasetImport } from './dataset-import.tsx'
import styles from './drop-overlay.module.css'

const accepted = [
  { icon: Folder, name: 'BEIR folder or zip', what: 'corpus.jsonl, queries.jsonl, qrels/', gives: 'Corpus + eval set' },
  {
    icon: FileText,
    name: 'CSV, TSV, JSON, JSONL, XLSX or Parquet',
    what: 'a question, a text or a judgment per row',
    gives: 'Eval set or corpus',
  },
  { icon: FileText, name: 'TREC or BEIR qrels', what: 'query, document, grade', gives: 'Judgments' },
  { icon: FileText, name: 'TREC run', what: 'query, Q0, document, rank, score, tag', gives: 'A run made elsewhere' },
  { icon: Folder, name: 'PDF, DOCX, Markdown, HTML, text', what: 'files, a folder or a zip', gives: 'Corpus' },
]

/** Takes files that are dropped anywhere in the window, and shows while they hang over it what can be imported. */
export function DropOverlay() {
  const { handOver, offer, cancel, source } = useDatasetImport()
  const navigate = useNavigate()
  const isImportScreen = useRouterState({ select: (state) => state.location.pathname === '/datasets/import' })
  const [draggedItems, setDraggedItems] = useState<number | null>(null)
  const isMore = isImportScreen && source !== null

  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      event.dataTransfer!.dropEffect = 'copy'
      setDraggedItems([...event.dataTransfer!.items].filter((item) => item.kind === 'file').length)
    }
    const onDragLeave = (event: DragEvent) => {
      // Leaving one element for another has a related target; leaving the window has none.
      if (event.relatedTarget === null) setDraggedItems(null)
    }
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setDraggedItems(null)
      void offer(filesOfDrop(event.dataTransfer!), isMore).then((isReady) => {
        if (isReady) void navigate({ to: '/datasets/import' })
      })
    }
    // While something is dragged there are no pointer events: one that comes says that the drag has ended elsewhere.
    const onDragEnd = () => setDraggedItems(null)
    const listeners = {
      dragenter: onDragOver,
      dragover: onDragOver,
      dragleave: onDragLeave,
      drop: onDrop,
      pointermove: onDragEnd,
    }
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        window.removeEventListener(name, listener as EventListener)
    }
  }, [offer, navigate, isMore])

  useEffect(() => {
    if (handOver.kind === 'idle') return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') cancel()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [handOver.kind, cancel])

  if (draggedItems !== null) return <AcceptedFormats items={draggedItems} isMore={isMore} />
  if (handOver.kind === 'idle') return null
  return (
    <div className={styles.overlay}>
      <div className={styles.panel} role="dialog" aria-modal="true" aria-label="Handing over files">
        {handOver.kind === 'failed' ? (
          <Notice
            kind="error"
            actions={
              <Button size="small" autoFocus onClick={cancel}>
                Close
              </Button>
            }
          >
            {handOver.message}
          </Notice>
        ) : (
          <>
            <h2>
              {handOver.kind === 'listing'
                ? 'Looking through the folders'
                : `Handing over ${plural(handOver.files, 'file')}`}
            </h2>
            <ProgressBar
              label="Files handed over"
              fraction={
                handOver.kind === 'sending' && handOver.totalBytes > 0 ? handOver.doneBytes / handOver.totalBytes : null
              }
            />
            <div className={styles.foot}>
              <span>
                {handOver.kind === 'sending'
                  ? `${formatBytes(handOver.doneBytes)} of ${formatBytes(handOver.totalBytes)}`
                  : 'Nothing has been written yet.'}
              </span>
              <Button size="small" autoFocus shortcut="esc" onClick={cancel}>
                Cancel
              </Button>
            </div>
          </>
        )}
      </div>
    </div>
  )
}

function AcceptedFormats({ items, isMore }: { items: number; isMore: boolean }) {
  return (
    <div className={styles.overlay} data-dragging="true">
      <div className={styles.panel} role="status">
        <div className={styles.head}>
          <Download size={28} aria-hidden="true" />
          <div>
            <h2>{`Drop ${items > 0 ? plural(items, 'item') : 'files'} to ${isMore ? 'add to the import' : 'preview the import'}`}</h2>
            <p>The format is detected after the drop. Nothing is written until you confirm.</p>
          </div>
        </div>
        <ul className={styles.formats}>
          {accepted.map(({ icon: Icon, name, what, gives }) => (
            <li key={name}>
              <Icon size={14} aria-hidden="true" />
              <strong>{name}</strong>
              <span>{what}</span>
              <em>{gives}</em>
            </li>
          ))}
        </ul>
        <div className={styles.foot}>
          <span>Files are copied into the workspace; the originals stay where they are.</span>
          <span>
            <KeyCap>esc</KeyCap> cancel
          </span>
        </div>
      </div>
    </div>
  )
}
