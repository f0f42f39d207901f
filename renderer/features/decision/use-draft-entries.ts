import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import type { DecisionEntries } from '../../../shared/domain/decision.ts'
import { ConnectionLostError } from '../../rpc/connection-lost-error.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { UnsavedEntries } from './unsaved-entries.ts'

interface DraftEntries {
  /** Entries that are not saved yet; null while there are none, undefined until that is known. */
  readonly changed: DecisionEntries | null | undefined
  readonly setChanged: (entries: DecisionEntries | null) => void
  /** They are in a version, and the workspace keeps them no more. What was entered since stays. */
  readonly setSaved: (entries: DecisionEntries) => void
  /** As `changed`, at the time of the call: for what happens later, such as Undo. */
  readonly changedNow: () => DecisionEntries | null | undefined
  /** They could not be read or kept: they live as long as the page. */
  readonly error: Error | null
}

/** What keeps entries and what saves them go one after the other, so that the last one stays. */
export const entriesScope = { id: 'decision-entries' }

/** One for each page, whatever screens come and go. */
const ofPage = new WeakMap<QueryClient, UnsavedEntries>()

/**
 * Entries that are not saved yet. They outlive the screen, the page and the app: who follows a link to a run, reloads or
 * comes back tomorrow finds them again. @param isKept false where the workspace is read-only.
 */
export function useDraftEntries(isKept: boolean): DraftEntries {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const unsaved = ofPage.get(queries) ?? new UnsavedEntries()
  ofPage.set(queries, unsaved)
  const mine = useSyncExternalStore(unsaved.subscribe, unsaved.now)
  const stored = useQuery(
    // Once something is entered, the page knows better than the workspace, which is one step behind.
    query.decisions.unsaved.queryOptions({ enabled: mine === undefined }),
  )
  const keep = useMutation({
    mutationFn: (entries: DecisionEntries | null) => client.decisions.keepUnsaved({ entries }),
    scope: entriesScope,
    // Keeping them twice does no harm: a host that comes back finds what was typed meanwhile.
    retry: (failures, error) => failures < 30 && error instanceof ConnectionLostError,
  })
  const known = stored.data ?? (stored.error ? null : stored.data)
  return {
    changed: mine === undefined ? known : mine,
    setChanged: (entries) => {
      unsaved.set(entries)
      if (isKept) keep.mutate(entries)
    },
    setSaved: (entries) => {
      if (unsaved.now() === entries) unsaved.set(null)
    },
    changedNow: () => {
      const now = unsaved.now()
      return now === undefined ? known : now
    },
    error: stored.error ?? keep.error,
  }
}
