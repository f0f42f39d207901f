import type { Finding, PreflightReport } from '../../../shared/domain/preflight.ts'
import type { PreflightTask } from '../../ports/compute.ts'
import { checkCopies } from './check-copies.ts'
import { checkEachRow } from './check-each-row.ts'
import { checkLabels } from './check-labels.ts'
import { checkedRow } from './checked-row.ts'
import { messageText, normalisedText } from './example-texts.ts'

const fewRows = 100
/** OpenAI refuses a file with fewer. */
const leastRows = 10
const order = { blocks: 0, warns: 1, notes: 2 } as const
/** What a chat template adds to each message, and to each reply: OpenAI's count. */
const tokensPerMessage = 3
const tokensPerExample = 3

/** Checks training rows before money is spent on them. The same rows always give the same report. */
export function runPreflight(
  { examples, references, settings }: PreflightTask,
  countTokens: (text: string) => number,
): PreflightReport {
  const rows = examples.map(checkedRow)
  const tokens = examples.map(({ messages }) =>
    messages.reduce((sum, message) => sum + tokensPerMessage + countTokens(messageText(message)), tokensPerExample),
  )
  const trains = rows.map(({ split }) => (split ?? 'train') === 'train')
  const findings = [
    ...checkEachRow(rows, tokens, settings.maxTokens),
    ...checkCopies(
      rows,
      references.map(({ text, where }) => ({ text: normalisedText(text), where })),
    ),
    ...checkLabels(rows),
    ...checkCount(trains.filter(Boolean).length),
  ]
  return {
    rows: rows.length,
    trainTokens: tokens.reduce((sum, count, at) => sum + (trains[at] ? count : 0), 0),
    maxTokens: settings.maxTokens,
    longestTokens: tokens.reduce((longest, count) => Math.max(longest, count), 0),
    findings: findings.sort((a, b) => order[a.severity] - order[b.severity]),
  }
}

function checkCount(trained: number): Finding[] {
  if (trained >= fewRows) return []
  const least = trained < leastRows ? ` OpenAI refuses fewer than ${leastRows}.` : ''
  return [
    {
      kind: 'fewRows',
      severity: trained < leastRows ? 'blocks' : 'warns',
      sentence: `There ${trained === 1 ? 'is 1 row' : `are ${trained} rows`} to train on, fewer than ${fewRows}.${least} Show examples in the prompt (few-shot) first: with so few rows that is often as good, and costs no training.`,
      rows: [],
      fix: null,
    },
  ]
}
