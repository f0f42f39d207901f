import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import type { EngineClient } from '../../rpc/host.ts'
import { useToast } from '../../ui/toast.tsx'

interface Edit {
  /** What was done, for the message. */
  readonly done: string
  readonly apply: (datasets: EngineClient['datasets'], evalSetId: EvalSetId) => Promise<EvalSet>
}

/** Corrects the newest version of an eval set, one edit after another; each can be undone, with Ctrl Z, too. */
export function useEvalSetEdit(evalSet: EvalSet) {
  const { client, query } = useEngine()
  const queryClient = useQueryClient()
  const toast = useToast()
  const lastEdit = useRef<EvalSetId | null>(null)

  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: query.datasets.evalSet.key() }),
      queryClient.invalidateQueries({ queryKey: query.datasets.list.key() }),
    ])
  const undo = useMutation({
    mutationFn: (evalSetId: EvalSetId) => client.datasets.undoEdit({ evalSetId }),
    onSuccess: async () => {
      lastEdit.current = null
      await refresh()
      toast({ message: 'Undone: the version before is the newest again.' })
    },
  })
  const edit = useMutation({
    mutationFn: ({ apply }: Edit) => apply(client.datasets, evalSet.evalSetId),
    onSuccess: async (made, { done }) => {
      if (made.evalSetId === evalSet.evalSetId) return
      lastEdit.current = made.evalSetId
      await refresh()
      toast({
        message: `${done} This is a new version.`,
        action: { label: 'Undo', run: () => undo.mutate(made.evalSetId) },
      })
    },
  })

  const undoLast = useCallback(() => {
    if (lastEdit.current !== null) undo.mutate(lastEdit.current)
  }, [undo.mutate])
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isTyping = event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || isTyping) return
      event.preventDefault()
      undoLast()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [undoLast])

  return { edit: edit.mutate, isBusy: edit.isPending || undo.isPending, error: edit.error ?? undo.error }
}
