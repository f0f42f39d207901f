import { citationPattern } from '../../../shared/domain/citation-pattern.ts'

const spaceBefore = new RegExp(`[ \\t]*${citationPattern.source}`, citationPattern.flags)

/** The answer alone, as it is compared with reference answers: no citations, no white space around. */
export function answerWithoutCitations(text: string): string {
  return text.replace(spaceBefore, '').trim()
}
