/** Line ends as `\n`: the same file checked out on Windows and elsewhere is the same document. */
export function normalizeLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
}
