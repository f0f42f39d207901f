import type { Triage } from './answer.ts'

/** A kind of wrong answer in plain words. */
export interface TriageWords {
  readonly kind: Triage
  readonly label: string
  /** Where in the pipeline it went wrong. */
  readonly where: string
  /** What usually helps. */
  readonly helps: string
}

/** All kinds, from the front of the pipeline to its end. */
export const triageKinds: readonly TriageWords[] = [
  {
    kind: 'notRetrieved',
    label: 'Not retrieved',
    where: 'gold not in the ranking',
    helps: 'chunking, embedding',
  },
  { kind: 'rankedLow', label: 'Ranked low', where: 'gold ranked, but not sent', helps: 'reranker, more passages' },
  { kind: 'ignored', label: 'Ignored', where: 'gold was sent, to no avail', helps: 'prompt, model' },
  { kind: 'unsupported', label: 'Unsupported', where: 'says what no source says', helps: 'decline rule, model' },
  { kind: 'format', label: 'Wrong form', where: 'not in the form asked for', helps: 'output schema, prompt' },
  { kind: 'unanswerable', label: 'Should abstain', where: 'no answer exists', helps: 'decline rule' },
  { kind: 'judgeError', label: 'Judge error', where: 'a person overruled the judge', helps: 'rubric' },
]

export function triageWords(kind: Triage): TriageWords {
  return triageKinds.find((words) => words.kind === kind)!
}
