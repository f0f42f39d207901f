import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import type { EngineClient } from '../../../rpc/host.ts'
import { useToast } from '../../../ui/toast.tsx'

interface TrainingChange {
  /** What was done, for the message. */
  readonly done: string
  readonly apply: (trainingSets: EngineClient['trainingSets']) => Promise<TrainingVersion>
}

/** Changes the current version of a training set; each change is a new version and can be taken back. */
export function useTrainingEdit() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const toast = useToast()
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: query.trainingSets.key() }),
      queries.invalidateQueries({ queryKey: query.datasets.list.key() }),
    ])
  const restore = useMutation({
    mutationFn: (versionId: TrainingVersion['versionId']) => client.trainingSets.restore({ versionId }),
    onSuccess: async () => {
      await refresh()
      toast({ message: 'Undone: what was before is the current version again.' })
    },
  })
  const change = useMutation({
    mutationFn: ({ apply }: TrainingChange) => apply(client.trainingSets),
    onSuccess: async ({ parentId }, { done }) => {
      await refresh()
      toast({
        message: `${done} This is a new version.`,
        ...(parentId !== null && { action: { label: 'Undo', run: () => restore.mutate(parentId) } }),
      })
    },
    // Another window may have changed it: what is there now is shown beside the reason.
    onError: () => refresh(),
  })
  return {
    change: change.mutate,
    restore: restore.mutate,
    isBusy: change.isPending || restore.isPending,
    error: change.error ?? restore.error,
  }
}
