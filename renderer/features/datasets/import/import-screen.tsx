import { Link, useNavigate } from '@tanstack/react-router'
import { FileUp, FolderUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ColumnMapping, FileChoice, ImportFormat } from '../../../../shared/domain/dataset-import.ts'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { ScreenBar } from '../../../ui/screen-bar.tsx'
import { formatCount } from '../format-counts.ts'
import { type ImportSource, useDatasetImport } from './dataset-import.tsx'
import { ImportChangesCard } from './import-changes-card.tsx'
import { ImportFileList } from './import-file-list.tsx'
import { ImportFooter } from './import-footer.tsx'
import { ImportLengthCard } from './import-length-card.tsx'
import styles from './import-screen.module.css'
import { PreviewFilePanel } from './preview-file-panel.tsx'
import { RejectionCard } from './rejection-card.tsx'
import { type Reading, usePreview } from './use-preview.ts'

const title = (
  <>
    <Link to="/datasets">Datasets</Link> / <strong>Import</strong>
  </>
)

/** What would be imported, refused and changed; nothing is written before the import button. */
export function ImportScreen() {
  const { source, choose } = useDatasetImport()
  if (source) return <ImportWorkbench key={source.paths[0]} source={source} />
  return (
    <>
      <ScreenBar title={title} />
      <EmptyState
        title="Nothing to import yet"
        action={
          <div className={styles.choices}>
            <Button variant="primary" icon={<FileUp size={14} />} onClick={() => void choose('files', false)}>
              Choose files
            </Button>
            <Button icon={<FolderUp size={14} />} onClick={() => void choose('folder', false)}>
              Choose folder
            </Button>
          </div>
        }
      >
        Drop files, folders or zips anywhere in the window, or choose them. BEIR folders, CSV, TSV, JSON, JSONL, qrels,
        PDF, DOCX, Markdown, HTML and text are understood. You see what will be imported before anything is written.
      </EmptyState>
    </>
  )
}

function ImportWorkbench({ source }: { source: ImportSource }) {
  const { choose, giveUp } = useDatasetImport()
  const navigate = useNavigate()
  const [name, setName] = useState(source.name)
  const [corpus, setCorpus] = useState('')
  const [choices, setChoices] = useState<Readonly<Record<string, FileChoice>>>({})
  const [selectedPath, setSelectedPath] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const request = useMemo(
    () => ({
      paths: [...source.paths],
      name,
      ...(corpus === '' ? {} : { corpus }),
      ...(Object.keys(choices).length === 0 ? {} : { files: { ...choices } }),
    }),
    [source.paths, name, corpus, choices],
  )
  const { preview, reading, stop } = usePreview(request)
  const correct = (path: string, choice: { format?: ImportFormat; mapping?: ColumnMapping }) =>
    setChoices((before) => ({ ...before, [path]: { ...before[path], ...choice } }))
  const reset = (path: string) =>
    setChoices((before) => Object.fromEntries(Object.entries(before).filter(([other]) => other !== path)))
  const leave = () => {
    giveUp()
    void navigate({ to: '/datasets' })
  }

  return (
    <>
      <ScreenBar title={title}>
        <Button icon={<FileUp size={14} />} disabled={isBusy} onClick={() => void choose('files', true)}>
          Add files
        </Button>
        <Button icon={<FolderUp size={14} />} disabled={isBusy} onClick={() => void choose('folder', true)}>
          Add folder
        </Button>
      </ScreenBar>
      {preview.data ? (
        <div className={styles.workbench} aria-busy={preview.isFetching}>
          <ImportFileList preview={preview.data} selected={selectedPath} onSelect={setSelectedPath} />
          <div className={styles.body}>
            {preview.isFetching && <ProgressBar fraction={fractionOf(reading)} label="Reading the files again" />}
            {preview.error && <PreviewError error={preview.error} onRetry={() => void preview.refetch()} />}
            <div className={styles.cards}>
              <div className={styles.column}>
                <PreviewFilePanel
                  previewId={preview.data.previewId}
                  path={selectedPath}
                  choice={selectedPath === null ? undefined : choices[selectedPath]}
                  onCorrect={correct}
                  onReset={reset}
                />
                <RejectionCard preview={preview.data} />
              </div>
              <div className={styles.column}>
                <ImportChangesCard
                  preview={preview.data}
                  name={name}
                  onName={setName}
                  corpus={corpus}
                  onCorpus={setCorpus}
                />
                <ImportLengthCard preview={preview.data} />
              </div>
            </div>
          </div>
        </div>
      ) : preview.error ? (
        <div className={styles.body}>
          <PreviewError error={preview.error} onRetry={() => void preview.refetch()} />
        </div>
      ) : (
        <div className={styles.reading} role="status">
          <p>
            Reading {source.paths.length === 1 ? 'the files' : `${source.paths.length} dropped items`}. Nothing has been
            written.
          </p>
          <ProgressBar fraction={fractionOf(reading)} label="Reading the files" />
          <p className={styles.readingFile}>{reading ? describeReading(reading) : '\u00a0'}</p>
        </div>
      )}
      <ImportFooter
        request={request}
        preview={preview.isFetching ? null : (preview.data ?? null)}
        onBusy={setBusy}
        onLeave={() => {
          stop()
          leave()
        }}
      />
    </>
  )
}

function fractionOf(reading: Reading | null): number | null {
  // Of a single file nobody can say how much is read.
  return reading && reading.total > 1 ? reading.done / reading.total : null
}

function describeReading({ done, total, path }: Reading): string {
  return total > 1 ? `File ${formatCount(done + 1)} of ${formatCount(total)}: ${path}` : path
}

function PreviewError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Notice
      kind="error"
      actions={
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {errorSentence(error)}
    </Notice>
  )
}
