import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { MonitorState } from '../../../shared/domain/monitor.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useReadOnly } from '../../rpc/use-read-only.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { MonitorCard } from './monitor-card.tsx'
import { MonitorForm } from './monitor-form.tsx'
import styles from './monitor-screen.module.css'

const route = getRouteApi('/monitor')

/** A replay can end at any time; its job is followed elsewhere, its figures here. */
const refreshMs = 5000

/** Deployed recipes that are replayed on a schedule, and whether they drifted. */
export function MonitorScreen() {
  const { query } = useEngine()
  const { pin } = route.useSearch()
  const navigate = route.useNavigate()
  const [edited, setEdited] = useState<MonitorState | null>(null)
  const list = useQuery(query.monitors.list.queryOptions({ refetchInterval: refreshMs }))
  const isReadOnly = useReadOnly()
  const openForm = () => void navigate({ search: { pin: '' } })
  const closeForm = () => {
    setEdited(null)
    void navigate({ search: {}, replace: true })
  }
  const states = list.data ?? []
  return (
    <div className={styles.screen}>
      <ScreenBar title="Monitor">
        {!isReadOnly && (
          <Button icon={<Plus size={14} aria-hidden="true" />} onClick={openForm}>
            Pin a run
          </Button>
        )}
      </ScreenBar>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it */}
      <section className={styles.scroller} tabIndex={0} aria-label="Monitors">
        {list.isError && <Notice kind="error">{errorSentence(list.error)}</Notice>}
        {list.isPending && <Skeleton width="100%" height={200} label="Reading the monitors" />}
        {list.data && states.length === 0 && (
          <EmptyState
            title="Nothing is watched yet"
            action={isReadOnly ? undefined : <Button onClick={openForm}>Pin a run</Button>}
          >
            Pin the run whose recipe is in use. Its questions are asked again on a schedule while the app runs, or by
            rungs monitor run, and you are told when quality, latency, cost or refusals get worse.
          </EmptyState>
        )}
        {states.map((state) => (
          <MonitorCard
            key={state.monitor.monitorId}
            state={state}
            isReadOnly={isReadOnly}
            onEdit={() => setEdited(state)}
          />
        ))}
      </section>
      {(pin !== undefined || edited !== null) && !isReadOnly && (
        <MonitorForm
          key={edited?.monitor.monitorId ?? 'new'}
          monitor={edited?.monitor ?? null}
          runId={pin || null}
          onClose={closeForm}
        />
      )}
    </div>
  )
}
