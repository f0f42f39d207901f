/**
 * A Markdown table of CSV rows; the first row is the header. Short rows are filled with empty cells, so nothing is lost.
 * @param rows fields by row.
 */
export function csvToMarkdown(rows: readonly (readonly string[])[]): string {
  const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
  if (width === 0) return ''
  const line = (fields: readonly string[]): string =>
    `| ${Array.from({ length: width }, (_, index) => cellText(fields[index] ?? '')).join(' | ')} |`
  const [header = [], ...body] = rows
  return [line(header), line(Array.from({ length: width }, () => '---')), ...body.map(line)].join('\n')
}

function cellText(field: string): string {
  return field
    .trim()
    .replace(/\s*[\r\n]+\s*/g, ' ')
    .replaceAll('|', '\\|')
}
