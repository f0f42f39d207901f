import type { Rung } from './rung.ts'

/** A rung's name as screens and sentences give it. */
export const rungLabel: Readonly<Record<Rung, string>> = {
  prompt: 'Prompt',
  rag: 'RAG',
  finetune: 'Fine-tune',
  hybrid: 'Hybrid',
}
