/** Imported and typed text on one line of Markdown: no mark-up of it comes alive, and no line break ends a list or a table. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_~|<>[\]#!&]/g, '\\$&')
    .replace(/\s+/g, ' ')
    .trim()
}
