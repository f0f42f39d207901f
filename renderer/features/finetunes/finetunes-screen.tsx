import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Download, Plus } from 'lucide-react'
import { useEffect } from 'react'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useReadOnly } from '../../rpc/use-read-only.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import shared from './finetunes.module.css'
import styles from './finetunes-screen.module.css'
import { ImportForm } from './import-form.tsx'
import { JobList } from './job-list.tsx'
import { JobPage } from './job-page.tsx'
import { StartForm } from './start-form.tsx'

const route = getRouteApi('/finetunes')

const labels = { new: 'Job to start', import: 'Jobs to import' } as const

/** Fine-tune jobs beside the one that is looked at, or the form that starts another. */
export function FinetunesScreen() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: jobs, error } = useQuery(query.fineTunes.list.queryOptions())
  useEffect(() => {
    const stop = new AbortController()
    const follow = async () => {
      try {
        for await (const _changed of await client.fineTunes.watchAll(undefined, { signal: stop.signal })) {
          await queries.invalidateQueries({ queryKey: query.fineTunes.list.key() })
        }
      } catch {
        // The list is asked for again when the connection is back.
      }
    }
    void follow()
    return () => stop.abort()
  }, [client, queries, query])
  const isReadOnly = useReadOnly()
  // A form that could not be sent is not shown; the frame says why.
  const view = isReadOnly ? undefined : search.view
  const chosen = view ? null : (search.job ?? jobs?.[0]?.fineTuneJobId ?? null)
  const startNew = () =>
    void navigate({ search: { view: 'new', ...(search.version ? { version: search.version } : {}) } })
  const startImport = () => void navigate({ search: { view: 'import' } })
  const open = (job: FineTuneJob) => void navigate({ search: { job: job.fineTuneJobId } })
  return (
    <>
      <ScreenBar title="Fine-tunes">
        {!isReadOnly && (
          <>
            <Button icon={<Download size={14} />} onClick={startImport}>
              Import jobs
            </Button>
            <Button variant="primary" icon={<Plus size={14} />} onClick={startNew}>
              New job
            </Button>
          </>
        )}
      </ScreenBar>
      {error && <Notice kind="error">{errorSentence(error)}</Notice>}
      {jobs && jobs.length === 0 && !view ? (
        <EmptyState
          title="No fine-tune job yet"
          action={
            isReadOnly ? undefined : (
              <div className={shared.buttons}>
                <Button onClick={startNew}>Start a job</Button>
                <Button onClick={startImport}>Import jobs made elsewhere</Button>
              </div>
            )
          }
        >
          A job trains a model on a frozen training set, and shows it beside the un-tuned one on the same questions.
        </EmptyState>
      ) : (
        <div className={styles.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={styles.side} aria-label="Jobs" tabIndex={0}>
            <h2 className={styles.sideHead}>
              Jobs <span className={shared.quiet}>{jobs?.length ?? ''}</span>
            </h2>
            <JobList jobs={jobs ?? []} chosen={chosen} />
          </section>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={styles.detail} aria-label={view ? labels[view] : 'Job that is looked at'} tabIndex={0}>
            {view === 'new' ? (
              <StartForm key={search.version} version={search.version ?? ''} onStarted={open} />
            ) : view === 'import' ? (
              <ImportForm onOpen={open} />
            ) : (
              chosen !== null && <JobPage key={chosen} fineTuneJobId={chosen as FineTuneJobId} jobs={jobs ?? []} />
            )}
          </section>
        </div>
      )}
    </>
  )
}
