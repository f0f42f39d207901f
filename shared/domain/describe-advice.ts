import type { LadderAdvice } from './ladder-report.ts'
import { triageWords } from './triage-words.ts'

/** What an advice rests on, as "Not retrieved: 5 of 12 wrong answers, 143 questions". */
export function describeAdvice({ basis, triage, count, wrong, examples }: LadderAdvice): string {
  const [few, all, questions] = [count, wrong, examples].map((value) => value.toLocaleString('en-US'))
  const what = basis === 'answers' ? 'wrong answers' : 'questions with nothing relevant among the first 10'
  return `${triageWords(triage).label}: ${few} of ${all} ${what}, ${questions} questions in all`
}
