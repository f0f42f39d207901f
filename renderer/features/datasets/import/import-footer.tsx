import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useState } from 'react'
import type { ImportRequest } from '../../../../shared/domain/dataset-import.ts'
import type { JobId } from '../../../../shared/domain/ids.ts'
import type { ImportPreview } from '../../../../shared/domain/import-preview.ts'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { useJob } from '../../../rpc/use-job.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { formatCount, plural } from '../format-counts.ts'
import { useDatasetImport } from './dataset-import.tsx'
import styles from './import-footer.module.css'

interface ImportFooterProps {
  request: Omit<ImportRequest, 'mapping' | 'dryRun'>
  /** Null while the files are read. */
  preview: ImportPreview | null
  onBusy: (isBusy: boolean) => void
  onLeave: () => void
}

const commandKey = navigator.platform.startsWith('Mac') ? '⌘↵' : 'Ctrl ↵'

/** Says that nothing is written yet, and writes: the import with its progress. */
export function ImportFooter({ request, preview, onBusy, onLeave }: ImportFooterProps) {
  const { client } = useEngine()
  const { clear } = useDatasetImport()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const toast = useToast()
  const [jobId, setJobId] = useState<JobId | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  const finish = async (job: JobSnapshot) => {
    setJobId(null)
    onBusy(false)
    if (job.status !== 'finished') {
      setFailure(
        job.status === 'cancelled'
          ? 'The import was cancelled. Nothing was written; the files are still here.'
          : (job.error ?? 'The import failed. The workspace is unchanged.'),
      )
      return
    }
    const { name, documents, queries, rejected, corpus, evalSet, runs } = await client.datasets.importResult({
      jobId: job.jobId,
    })
    await queryClient.invalidateQueries()
    clear()
    toast({
      message: `Imported ${name}: ${plural(documents, 'document')}, ${plural(queries, 'question')}${runs.length > 0 ? `, ${plural(runs.length, 'run')}` : ''}${rejected > 0 ? `; ${formatCount(rejected)} rejected` : ''}.`,
    })
    if (runs.length > 0 && !corpus && !evalSet) {
      await navigate({ to: '/runs' })
      return
    }
    await navigate({
      to: '/datasets',
      search: evalSet ? { evalSet: evalSet.name } : corpus ? { corpus: corpus.corpusName } : {},
    })
  }
  const job = useJob(jobId, (ended) => void finish(ended).catch((error) => setFailure(errorSentence(error))))
  const start = useMutation({
    mutationFn: () => client.datasets.import(request),
    onMutate: () => {
      setFailure(null)
      onBusy(true)
    },
    onSuccess: (started) => setJobId(started.jobId),
    onError: () => onBusy(false),
  })
  const canImport = preview !== null && preview.changes.refusal === null && jobId === null && !start.isPending
  const run = useCallback(() => {
    if (canImport) start.mutate()
  }, [canImport, start.mutate])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [run])

  const problem = failure ?? (start.error ? errorSentence(start.error) : null)
  return (
    <footer className={styles.footer}>
      {problem && <Notice kind="error">{problem}</Notice>}
      <div className={styles.line}>
        {jobId === null ? (
          <p>
            <strong>Nothing has been written yet.</strong> {describe(preview)}
          </p>
        ) : (
          <div className={styles.progress}>
            <span>{job?.progress ? describeProgress(job) : 'Waiting for its turn'}</span>
            <ProgressBar label="Import" fraction={fractionOf(job)} />
          </div>
        )}
        {jobId === null ? (
          <>
            <Button variant="ghost" size="large" onClick={onLeave}>
              Cancel
            </Button>
            <Button variant="primary" size="large" shortcut={commandKey} disabled={!canImport} onClick={run}>
              {preview
                ? `Import ${formatCount(preview.rows.accepted)} ${preview.rows.accepted === 1 ? 'row' : 'rows'} as ${shortName(request.name)}`
                : 'Reading…'}
            </Button>
          </>
        ) : (
          <Button size="large" onClick={() => void client.jobs.cancel({ jobId })}>
            Cancel the import
          </Button>
        )}
      </div>
    </footer>
  )
}

function describe(preview: ImportPreview | null): string {
  if (preview === null) return 'The files are being read.'
  if (preview.changes.refusal !== null) return 'The import cannot be made like this; see why above.'
  const left =
    preview.files.refused > 0 ? ` ${plural(preview.files.refused, 'file')} left out, each with a reason.` : ''
  return `Files are copied into the workspace.${left}`
}

function describeProgress({ progress }: JobSnapshot): string {
  if (!progress) return 'Queued'
  return progress.total === 0
    ? progress.stage
    : `${progress.stage}: ${formatCount(progress.done)} of ${formatCount(progress.total)} ${progress.unit}`
}

function fractionOf(job: JobSnapshot | null): number | null {
  return job?.progress && job.progress.total > 0 ? job.progress.done / job.progress.total : null
}

function shortName(name: string | undefined): string {
  return name === undefined || name.length <= 32 ? (name ?? '') : `${name.slice(0, 31)}…`
}
