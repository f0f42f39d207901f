import { placeholderNames } from './placeholder-names.ts'

/** Placeholders of a prompt that nothing will replace, such as `{{question}}`: each once, as written, in order. */
export function unknownPlaceholders(text: string): string[] {
  const known: ReadonlySet<string> = new Set(placeholderNames.map((name) => `{{${name}}}`))
  return [...new Set(text.match(/\{\{[^{}\n]{0,100}\}\}/g) ?? [])].filter((placeholder) => !known.has(placeholder))
}
