import type { Answer, Evaluation, Triage } from '../../shared/domain/answer.ts'
import type { RunId } from '../../shared/domain/ids.ts'

/** Answers and their evaluations, per run, example and repetition. */
export interface AnswerStore {
  /** Keeps the first: an answer is never replaced. */
  add(runId: RunId, answer: Answer): void
  /** Keys `queryId` + `\u0000` + repetition of what is answered; a failure that can pass (`unavailable`) is none. */
  answered(runId: RunId): Set<string>
  /** In the order of repetitions. */
  answersOf(runId: RunId, queryId: string): Answer[]
  /** All answers, one at a time, in no particular order: a run can have more than fit in memory. */
  all(runId: RunId): Iterable<Answer>
  /** Examples with at least one answer. */
  answeredExamples(runId: RunId): number
  /**
   * What a model worked on: without answers that failed before that (too long, refused by the server), which cost nothing.
   */
  workedOn(runId: RunId): { readonly examples: number; readonly answers: number }

  /** Replaces an evaluation of the same measure, example and repetition. */
  addEvaluations(runId: RunId, evaluations: readonly Evaluation[]): void
  evaluationsOf(runId: RunId, queryId: string): Evaluation[]
  /** Evaluations of one measure, one at a time, by query id and repetition: there can be more than fit in memory. */
  evaluations(runId: RunId, measure: string): Iterable<Evaluation>
  /** How many answers have an evaluation of the measure, with a score or without. */
  evaluatedAnswers(runId: RunId, measure: string): number
  measures(runId: RunId): string[]

  /** Why answers are wrong, by query id; replaces what was there. Right answers are not in it. */
  setTriage(runId: RunId, triage: ReadonlyMap<string, Triage>): void
  /** Of one query; null = its answer is right, or nothing is known. */
  setTriageOf(runId: RunId, queryId: string, triage: Triage | null): void
  triage(runId: RunId): Map<string, Triage>
}
