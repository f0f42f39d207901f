import type { DecisionFormat } from '../../../shared/domain/decision.ts'
import type { DecisionDocument } from './decision-document.ts'
import { writeDecisionHtml } from './write-decision-html.ts'
import { writeDecisionMarkdown } from './write-decision-markdown.ts'

/** A decision record as a file. All formats say the same; JSON has every figure in full precision. */
export function writeDecision(document: DecisionDocument, format: DecisionFormat): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(document, null, 2)}\n`
    case 'md':
      return writeDecisionMarkdown(document)
    case 'html':
      return writeDecisionHtml(document)
  }
}
