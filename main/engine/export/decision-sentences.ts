import type { ChecklistItem, DecisionRecord } from '../../../shared/domain/decision.ts'
import { decisionQuestions } from '../../../shared/domain/decision-questions.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import type { DecisionDocument } from './decision-document.ts'

/** What a record is called: by its version, or as the draft that it is. */
export function decisionVersionWords({ number, at }: DecisionDocument): string {
  const day = `${at.slice(0, 16).replace('T', ' ')} UTC`
  return number === null ? `Draft of ${day}, not saved` : `Version ${number}, saved ${day}`
}

/** The verdict in one line. */
export function decisionHeadline({ ladder }: DecisionRecord): string {
  return ladder?.headline ?? 'Evidence missing: no run is finished and scored yet'
}

/** The five answers, and the good examples that there are. */
export function answeredQuestions({ entries: { answers } }: DecisionRecord): { question: string; answer: string }[] {
  const choices: readonly (readonly [keyof typeof answers, string, readonly (readonly [string, string])[]])[] =
    decisionQuestions
  return [
    ...choices.map(([name, question, options]) => ({
      question,
      answer: options.find(([value]) => value === answers[name])?.[1] ?? 'not answered',
    })),
    {
      question: 'Good examples of the behaviour',
      answer: answers.goodExamples?.toLocaleString('en-US') ?? 'not stated',
    },
  ]
}

/** The rung that the answers ask for, and the one that the evidence stands on. */
export function recommendedRungs({ framework, evidence }: DecisionRecord): { byAnswers: string; byEvidence: string } {
  return {
    byAnswers: framework ? rungLabel[framework.rung] : 'nothing yet: the first question is not answered',
    byEvidence: evidence ? rungLabel[evidence.rung] : 'nothing yet',
  }
}

export const checklistNames: Readonly<Record<ChecklistItem['list'], string>> = {
  rag: 'RAG checklist',
  finetune: 'Fine-tuning checklist',
}

/** What an item rests on; a person's reason is never said to be evidence. */
export function checklistEvidence({ state, evidence }: ChecklistItem): string {
  if (state === 'stale') return `stale: ${evidence}`
  return state === 'overridden' ? `by your reason: ${evidence}` : evidence
}
