import type { Answer } from '../../../../shared/domain/answer.ts'
import type { ContextPassage } from '../../generation/assemble-context.ts'
import { isAbstention } from '../../generation/is-abstention.ts'
import { readCitations } from '../../generation/read-citations.ts'

/** What a text says as an answer to what was asked: its citations, and whether it abstains. */
export function readAnswer(text: string, passages: readonly ContextPassage[], notFound: string) {
  const { citations, broken } = readCitations(text, passages.length)
  return {
    text,
    abstained: notFound !== '' && isAbstention(text, notFound),
    passages: passages.map(withoutText),
    citations,
    brokenCitations: broken,
  }
}

/** An example that has no answer, and why. */
export function failedAnswer(
  { queryId, repetition }: Pick<Answer, 'queryId' | 'repetition'>,
  passages: readonly ContextPassage[],
  failure: NonNullable<Answer['failure']>,
): Omit<Answer, 'latencyMs'> {
  return {
    queryId,
    repetition,
    text: '',
    abstained: false,
    finishReason: 'other',
    failure,
    passages: passages.map(withoutText),
    citations: [],
    brokenCitations: 0,
    usage: null,
    cached: false,
    costUsd: null,
  }
}

function withoutText({ text: _text, ...passage }: ContextPassage) {
  return passage
}
