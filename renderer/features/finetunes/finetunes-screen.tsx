import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import type { FineTuneJobId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import styles from './finetunes.module.css'
import { JobList } from './job-list.tsx'
import { JobPage } from './job-page.tsx'
import { StartForm } from './start-form.tsx'

const route = getRouteApi('/finetunes')

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
  const isNew = search.view === 'new'
  const chosen = isNew ? null : (search.job ?? jobs?.[0]?.fineTuneJobId ?? null)
  const startNew = () =>
    void navigate({ search: { view: 'new', ...(search.training ? { training: search.training } : {}) } })
  return (
    <>
      <ScreenBar title="Fine-tunes">
        <Button variant="primary" icon={<Plus size={14} />} onClick={startNew}>
          New job
        </Button>
      </ScreenBar>
      {error && <Notice kind="error">{errorSentence(error)}</Notice>}
      {jobs && jobs.length === 0 && !isNew ? (
        <EmptyState title="No fine-tune job yet" action={<Button onClick={startNew}>Start a job</Button>}>
          A job trains a model on a frozen training set, and shows it beside the un-tuned one on the same questions.
        </EmptyState>
      ) : (
        <div className={styles.body}>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={styles.side} aria-label="Jobs" tabIndex={0}>
            <h2 className={styles.sideHead}>
              Jobs <span className={styles.quiet}>{jobs?.length ?? ''}</span>
            </h2>
            <JobList jobs={jobs ?? []} chosen={chosen} />
          </section>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
          <section className={styles.detail} aria-label={isNew ? 'Job to start' : 'Job that is looked at'} tabIndex={0}>
            {isNew ? (
              <StartForm
                training={search.training ?? ''}
                onStarted={(job) => void navigate({ search: { job: job.fineTuneJobId } })}
              />
            ) : (
              chosen !== null && <JobPage key={chosen} fineTuneJobId={chosen as FineTuneJobId} jobs={jobs ?? []} />
            )}
          </section>
        </div>
      )}
    </>
  )
}
