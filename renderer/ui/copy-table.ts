/**
 * Puts a table on the clipboard as text with tabs and as HTML, so that it lands as a table in a spreadsheet, a document
 * or a chat. Cells are text of unknown origin: what a spreadsheet would take for a formula is escaped, markup is not
 * markup.
 * @param rows the header first.
 * @returns false when the system refused.
 */
export function copyTable(rows: readonly (readonly string[])[]): boolean {
  const text = rows.map((row) => row.map(plainCell).join('\t')).join('\n')
  const [head = [], ...body] = rows
  const line = (row: readonly string[], tag: 'th' | 'td') =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(withoutFormula(cell))}</${tag}>`).join('')}</tr>`
  const html = `<table><thead>${line(head, 'th')}</thead><tbody>${body.map((row) => line(row, 'td')).join('')}</tbody></table>`
  const onCopy = (event: ClipboardEvent) => {
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
    event.clipboardData?.setData('text/html', html)
  }
  // The event needs no permission, which the desktop app gives to nobody.
  document.addEventListener('copy', onCopy, { once: true })
  try {
    return document.execCommand('copy')
  } finally {
    document.removeEventListener('copy', onCopy)
  }
}

/** Numbers stay numbers: only text can be somebody's formula. */
export function withoutFormula(cell: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/u.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell
}

function plainCell(cell: string): string {
  return withoutFormula(cell).replace(/[\t\r\n]+/gu, ' ')
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
  return text.replace(/[&<>"']/gu, (character) => entities[character]!)
}
