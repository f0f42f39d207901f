import type { PlaceholderName } from './placeholder-names.ts'

export type PromptParts = Readonly<Record<PlaceholderName, string>>

const placeholder = /\{\{(query|context|examples)\}\}/g

/**
 * The two messages of a prompt with its placeholders replaced, in one pass: a document that itself holds `{{query}}` is
 * sent as it is. A line that holds only empty placeholders goes away, and so does the blank line that would then be
 * doubled.
 */
export function renderPrompt(prompt: PromptMessages, parts: PromptParts): PromptMessages {
  return { system: rendered(prompt.system, parts), user: rendered(prompt.user, parts) }
}

export interface PromptMessages {
  readonly system: string
  readonly user: string
}

function rendered(template: string, parts: PromptParts): string {
  const lines: string[] = []
  let removed = false
  for (const line of template.split('\n')) {
    if (holdsOnlyNothing(line, parts)) {
      removed = true
      continue
    }
    const isDoubled = removed && line.trim() === '' && (lines.at(-1) ?? '').trim() === ''
    if (isDoubled) continue
    removed &&= line.trim() === ''
    lines.push(line)
  }
  // Where the last lines went away, so does the blank line in front of them.
  while (removed && lines.at(-1)?.trim() === '') lines.pop()
  return lines.join('\n').replace(placeholder, (_, name: PlaceholderName) => parts[name])
}

function holdsOnlyNothing(line: string, parts: PromptParts): boolean {
  const names = [...line.matchAll(placeholder)].map((match) => match[1] as PlaceholderName)
  return names.length > 0 && line.replace(placeholder, '').trim() === '' && names.every((name) => parts[name] === '')
}
