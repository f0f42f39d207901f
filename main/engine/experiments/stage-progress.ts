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

/** Where models answer, that is most of the work: what comes before it shares the first part. */
const retrievalShare = 0.2
const answerBounds = { answer: [0.2, 0.8], judge: [0.8, 1] } as const

export type Stage = keyof typeof stageBounds | keyof typeof answerBounds

export type StageProgress = (stage: Stage, words: string, done: number, total: number, unit: string) => void

/**
 * @param subject what the work is on, put after the words: `Embedding chunks · recursive 400/50 · w384`.
 * @param answering whether answers follow on retrieval.
 */
export function stageProgress(context: JobContext, subject: string, answering = false): StageProgress {
  return (stage, words, done, total, unit) => {
    const fraction = total > 0 ? done / total : 1
    context.progress({ stage: `${words} · ${subject}`, done, total, unit }, placeOf(stage, fraction, answering))
  }
}

function placeOf(stage: Stage, fraction: number, answering: boolean): number {
  if (stage === 'answer' || stage === 'judge') {
    const [from, to] = answerBounds[stage]
    return from + (to - from) * fraction
  }
  const [from, to] = stageBounds[stage]
  return (from + (to - from) * fraction) * (answering ? retrievalShare : 1)
}
