import type { JobContext } from '../jobs/job-handler.ts'

/** Where in the work on one index the stages lie, as fractions of the whole; found by timing SciFact sweeps. */
const stageBounds = {
  chunk: [0, 0.15],
  fit: [0.15, 0.3],
  embed: [0.3, 0.5],
  write: [0.5, 0.6],
  search: [0.6, 0.85],
  time: [0.85, 0.92],
  score: [0.92, 1],
} as const

export type Stage = keyof typeof stageBounds

export type StageProgress = (stage: Stage, words: string, done: number, total: number, unit: string) => void

/** @param subject what the work is on, put after the words: `Embedding chunks · recursive 400/50 · w384`. */
export function stageProgress(context: JobContext, subject: string): StageProgress {
  return (stage, words, done, total, unit) => {
    const [from, to] = stageBounds[stage]
    const fraction = total > 0 ? done / total : 1
    context.progress({ stage: `${words} · ${subject}`, done, total, unit }, from + (to - from) * fraction)
  }
}
