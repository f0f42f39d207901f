import type { Finding, FindingKind, FindingRow, Severity } from '../../../shared/domain/preflight.ts'
import type { ChatMessage } from '../../../shared/domain/training-set.ts'
import type { CheckedRow } from './checked-row.ts'
import { messageText } from './example-texts.ts'
import { personalDataKinds } from './personal-data.ts'

const knownRoles = ['system', 'developer', 'user', 'assistant', 'tool', 'function']

/** What can be said of each row alone. @param tokens of each row; @param maxTokens the longest that is taken. */
export function checkEachRow(rows: readonly CheckedRow[], tokens: readonly number[], maxTokens: number): Finding[] {
  const haveSystem = rows.filter(({ system }) => system !== '').length
  const asksJson = (row: CheckedRow) => /\bjson\b/.test(row.system)
  const isMostlyJson = rows.filter(({ target }) => isJsonObject(target)).length >= rows.length * 0.8
  return [
    finding(rows, 'roles', 'blocks', (row) => roleFault(row.example.messages), {
      one: 'row is not a conversation that a trainer takes.',
      many: 'rows are not conversations that a trainer takes.',
    }),
    finding(rows, 'empty', 'blocks', (row) => emptyFault(row.example.messages), {
      one: 'row has an empty message.',
      many: 'rows have an empty message.',
    }),
    finding(
      rows,
      'tooLong',
      'warns',
      (_row, at) => (tokens[at]! > maxTokens ? `${tokens[at]} tokens, ${maxTokens} are taken` : null),
      {
        one: `row is longer than ${maxTokens} tokens; a trainer cuts or refuses it.`,
        many: `rows are longer than ${maxTokens} tokens; a trainer cuts or refuses them.`,
      },
      true,
    ),
    finding(
      rows,
      'noSystem',
      'warns',
      (row) => (row.system === '' && haveSystem * 2 >= rows.length ? 'no system message; most rows have one' : null),
      {
        one: 'row has no system message, though most have one.',
        many: 'rows have no system message, though most have one.',
      },
    ),
    finding(
      rows,
      'format',
      'warns',
      (row) => {
        if (row.target === '' || isJsonObject(row.target)) return null
        if (asksJson(row)) return 'the system message asks for JSON, and the answer is no JSON object'
        return isMostlyJson ? 'the answer is no JSON object; most answers are' : null
      },
      {
        one: 'row does not keep the format that is asked for.',
        many: 'rows do not keep the format that is asked for.',
      },
    ),
    finding(
      rows,
      'personalData',
      'warns',
      (row) => {
        const kinds = personalDataKinds(row.example.messages.map(messageText).join('\n'))
        return kinds.length === 0 ? null : kinds.join(', ')
      },
      { one: 'row seems to hold personal data.', many: 'rows seem to hold personal data.' },
    ),
  ].flat()
}

function finding(
  rows: readonly CheckedRow[],
  kind: FindingKind,
  severity: Severity,
  faultOf: (row: CheckedRow, position: number) => string | null,
  words: { readonly one: string; readonly many: string },
  isRemovable = severity === 'blocks',
): Finding[] {
  const found = rows.flatMap((row, position): FindingRow[] => {
    const reason = faultOf(row, position)
    return reason === null ? [] : [{ exampleId: row.exampleId, position, split: row.split, reason, cluster: null }]
  })
  if (found.length === 0) return []
  return [
    {
      kind,
      severity,
      sentence: `${found.length} ${found.length === 1 ? words.one : words.many}`,
      rows: found,
      fix: isRemovable
        ? {
            label: `Remove ${found.length} ${found.length === 1 ? 'row' : 'rows'}`,
            removes: found.map(({ exampleId }) => exampleId),
          }
        : null,
    },
  ]
}

function roleFault(messages: readonly ChatMessage[]): string | null {
  const roles = messages.map(({ role }) => role)
  const unknown = roles.find((role) => !knownRoles.includes(role))
  if (unknown !== undefined) return `the role “${unknown}” is not known`
  if (!roles.includes('user')) return 'no user message'
  if (!roles.includes('assistant')) return 'no assistant message to learn'
  if (roles.at(-1) !== 'assistant') return 'the last message is not the assistant’s'
  const isSystem = (role: string) => role === 'system' || role === 'developer'
  const first = roles.findIndex((role) => !isSystem(role))
  if (roles.slice(first).some(isSystem)) return 'a system message stands after the conversation began'
  if (roles[first] !== 'user') return 'the conversation does not begin with the user'
  if (roles.some((role, at) => role === 'tool' && !['assistant', 'tool'].includes(roles[at - 1] ?? '')))
    return 'a tool’s message follows no call'
  const weights = messages.map(({ weight }) => weight).filter((weight) => weight !== undefined)
  return weights.some((weight) => weight !== 0 && weight !== 1) ? 'a weight is neither 0 nor 1' : null
}

function emptyFault(messages: readonly ChatMessage[]): string | null {
  const empty = messages.find((message) => messageText(message).trim() === '' && message.function_call === undefined)
  return empty === undefined ? null : `the ${empty.role} message is empty`
}

function isJsonObject(text: string): boolean {
  if (!/^\s*[{[]/.test(text)) return false
  try {
    return typeof JSON.parse(text) === 'object'
  } catch {
    return false
  }
}
