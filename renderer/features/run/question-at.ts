import { createContext, useContext } from 'react'
import type { QueryRow } from '../../../shared/domain/results.ts'

/** A row of the table of questions: its place in the listing. What stands there comes with its page. */
export interface QuestionPlace {
  readonly index: number
}

/** Gives a cell the question at its place; undefined while it is on the way. */
export const QuestionAt = createContext<(index: number) => QueryRow | undefined>(() => undefined)

/** Id of the question in the drawer, which the table marks. */
export const OpenQuestion = createContext<string | undefined>(undefined)

export function useQuestionAt(index: number): QueryRow | undefined {
  return useContext(QuestionAt)(index)
}
