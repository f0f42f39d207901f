import Table from 'cli-table3'

/** Cells under heads as plain text for a terminal, a line each and no lines drawn. @param words columns from the left that are text; the others align right. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[], words: number): string {
  const table = new Table({
    head: [...head],
    chars: plain,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2, compact: true },
    colAligns: head.map((_, column) => (column < words ? 'left' : 'right')),
  })
  for (const row of rows) table.push([...row])
  return `${table.toString().replace(/[ \t]+$/gm, '')}\n`
}

const plain = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
    'middle',
  ].map((name) => [name, '']),
)
