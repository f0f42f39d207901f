import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { EvalSetId } from '../../../../shared/domain/ids.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import type { EngineClient } from '../../../rpc/host.ts'
import { useToast } from '../../../ui/toast.tsx'

interface Edit {
  /** What was done, for the message. */
  readonly done: string
  readonly apply: (datasets: EngineClient['datasets'], evalSetId: EvalSetId) => Promise<EvalSet>
}

export interface EvalSetEdit {
  readonly edit: (edit: Edit) => void
  /** Takes back the last edit that was made here; null when there is none. */
  readonly undoLast: (() => void) | null
  readonly isBusy: boolean
  readonly error: Error | null
}

/** Corrects the newest version of an eval set, one edit after another; each can be undone, with Ctrl Z, too. */
export function useEvalSetEdit(evalSet: EvalSet): EvalSetEdit {
  const { client, query } = useEngine()
  const queryClient = useQueryClient()
  const toast = useToast()
  /** Versions that edits made here, the newest last: what can be undone. */
  const [made, setMade] = useState<readonly EvalSetId[]>([])
  const closeToast = useRef<(() => void) | null>(null)

  const show = (options: Parameters<typeof toast>[0]) => {
    // Only the last edit can be undone, so only its message may offer it.
    closeToast.current?.()
    closeToast.current = toast(options)
  }
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: query.datasets.evalSet.key() }),
      queryClient.invalidateQueries({ queryKey: query.datasets.list.key() }),
    ])
  const undo = useMutation({
    mutationFn: (evalSetId: EvalSetId) => client.datasets.undoEdit({ evalSetId }),
    onSuccess: async (restored) => {
      // Where a run keeps the edit, its undoing is another version, and the edits before it are out of reach.
      setMade((all) => (all.at(-2) === restored.evalSetId ? all.slice(0, -1) : []))
      await refresh()
      show({ message: 'Undone: what was before is the newest version again.' })
    },
  })
  const edit = useMutation({
    mutationFn: ({ apply }: Edit) => apply(client.datasets, evalSet.evalSetId),
    onSuccess: async (edited, { done }) => {
      if (edited.evalSetId === evalSet.evalSetId) return
      setMade((all) => [...all, edited.evalSetId])
      await refresh()
      show({
        message: `${done} This is a new version.`,
        action: { label: 'Undo', run: () => undo.mutate(edited.evalSetId) },
      })
    },
  })

  const isBusy = edit.isPending || undo.isPending
  const last = made.at(-1)
  const { mutate: undoEdit } = undo
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping) return
      event.preventDefault()
      if (last !== undefined && !isBusy) undoEdit(last)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [last, undoEdit, isBusy])

  return {
    edit: edit.mutate,
    undoLast: last === undefined ? null : () => undoEdit(last),
    isBusy,
    error: edit.error ?? undo.error,
  }
}
