import { useQuery } from '@tanstack/react-query'
import { defaultProvider } from '../../../shared/domain/model-provider.ts'
import type { Rung } from '../../../shared/domain/rung.ts'
import { trainedPrompt } from '../../../shared/domain/trained-prompt.ts'
import type { ChatExample } from '../../../shared/domain/training-set.ts'
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

/** So many rows tell whether all have the same system message. */
const looked = 100

/**
 * What the address asks for: a job's model at both rungs with a tuned model or at the one that is named, all its checkpoints
 * at the rung finetune, each with the prompt that the model was trained with, or an un-tuned model alone as their baseline, or a rung with everything else as it is by default.
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
  const versionId = job.data?.trainingVersionId ?? null
  const rows = useQuery({
    ...query.trainingSets.examples.queryOptions({
      input: { versionId: versionId ?? ('-' as NonNullable<typeof versionId>), split: 'train', limit: looked },
    }),
    enabled: versionId !== null,
    retry: false,
  })
  if (tuned !== undefined) {
    const isPending = job.isPending || (versionId !== null && rows.isPending)
    const prompt = rows.data ? trainedPrompt(sharedSystem(rows.data.rows.map(({ example }) => example))) : null
    const draft = job.data && !isPending ? draftOfJob(job.data, checkpoint, rung, prompt) : null
    return { draft, isPending, error: job.error }
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
  rung: Rung | undefined,
  prompt: ReturnType<typeof trainedPrompt> | null,
): ExperimentDraft | null {
  const written = (checkpointId: string | null) => {
    const found = tunedGeneration(job, checkpointId)
    if (!found) return []
    const { provider, ...rest } = found
    return [{ ...rest, ...(provider ? { provider } : {}) }]
  }
  const shared = prompt ? { prompt } : {}
  if (checkpoint === 'all') {
    const generation = job.checkpoints.flatMap(({ checkpointId }) => written(checkpointId))
    return generation.length === 0 ? null : draftOf({ base: { ...shared, rung: 'finetune' }, grid: { generation } })
  }
  const [generation] = written(checkpoint ?? null)
  if (!generation) return null
  return rung
    ? draftOf({ base: { ...shared, rung, generation }, grid: {} })
    : draftOf({ base: { ...shared, generation }, grid: { rung: ['finetune', 'hybrid'] } })
}

/** The system message that all rows have; null where they differ. */
function sharedSystem(rows: readonly Pick<ChatExample, 'messages'>[]): string | null {
  const systems = new Set(
    rows.map(({ messages }) => {
      const [first] = messages
      return first?.role === 'system' && typeof first.content === 'string' ? first.content : ''
    }),
  )
  return systems.size === 1 ? [...systems][0]! : null
}
