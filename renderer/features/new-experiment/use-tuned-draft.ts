import { useQuery } from '@tanstack/react-query'
import { defaultProvider } from '../../../shared/domain/model-provider.ts'
import type { Rung } from '../../../shared/domain/rung.ts'
import { tunedGeneration } from '../../../shared/domain/tuned-generation.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { draftOf, type ExperimentDraft } from './experiment-draft.ts'

interface Asked {
  readonly tuned?: string | undefined
  readonly checkpoint?: string | undefined
  readonly model?: string | undefined
  readonly shots?: number | undefined
  readonly server?: string | undefined
  readonly key?: string | undefined
  readonly rung?: Rung | undefined
}

/**
 * What the address asks for: a job's model at both rungs with a tuned model, all its checkpoints at the rung finetune, or an
 * un-tuned model alone as their baseline, or a rung with everything else as it is by default.
 */
export function useTunedDraft({ tuned, checkpoint, model, shots = 0, server, key, rung }: Asked): {
  draft: ExperimentDraft | null
  isPending: boolean
  error: Error | null
} {
  const { query } = useEngine()
  const job = useQuery({
    ...query.fineTunes.get.queryOptions({ input: { reference: tuned ?? '-' } }),
    enabled: tuned !== undefined,
    retry: false,
  })
  if (tuned !== undefined) {
    const draft = job.data ? draftOfJob(job.data, checkpoint) : null
    return { draft, isPending: job.isPending, error: job.error }
  }
  if (model === undefined) {
    return { draft: rung ? draftOf({ base: { rung }, grid: {} }) : null, isPending: false, error: null }
  }
  const provider = {
    ...defaultProvider,
    ...(server === undefined ? {} : { baseUrl: server }),
    ...(key === undefined ? {} : { secretName: key === 'none' ? null : key }),
  }
  const examples = shots === 0 ? { kind: 'none' } : { kind: 'nearest', split: 'train', count: shots }
  const draft = draftOf({ base: { rung: 'prompt', generation: { model, provider }, prompt: { examples } }, grid: {} })
  return { draft, isPending: false, error: null }
}

function draftOfJob(
  job: Parameters<typeof tunedGeneration>[0],
  checkpoint: string | undefined,
): ExperimentDraft | null {
  const written = (checkpointId: string | null) => {
    const found = tunedGeneration(job, checkpointId)
    if (!found) return []
    const { provider, ...rest } = found
    return [{ ...rest, ...(provider ? { provider } : {}) }]
  }
  if (checkpoint === 'all') {
    const generation = job.checkpoints.flatMap(({ checkpointId }) => written(checkpointId))
    return generation.length === 0 ? null : draftOf({ base: { rung: 'finetune' }, grid: { generation } })
  }
  const [generation] = written(checkpoint ?? null)
  if (!generation) return null
  return draftOf({ base: { generation }, grid: { rung: ['finetune', 'hybrid'] } })
}
