import type { Run } from './run.ts'

/** Whether a run answers questions: by its recipe, or, where it was made elsewhere, in its file. */
export function hasAnswers({ recipe, provenance }: Pick<Run, 'recipe' | 'provenance'>): boolean {
  return recipe?.generation != null || provenance.origin?.hasAnswers === true
}
