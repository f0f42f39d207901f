import { z } from 'zod'

/** The four rungs of the ladder, lowest first. */
export const Rung = z.enum(['prompt', 'rag', 'finetune', 'hybrid'])
export type Rung = z.infer<typeof Rung>

/** Whether passages are retrieved: at RAG and Hybrid, and in runs made elsewhere, which have no rung but a ranking. */
export function hasRetrieval(rung: Rung | null | undefined): boolean {
  return rung !== 'prompt' && rung !== 'finetune'
}

/** Whether a tuned model answers. */
export function hasTunedModel(rung: Rung | null | undefined): boolean {
  return rung === 'finetune' || rung === 'hybrid'
}
