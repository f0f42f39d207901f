import Table from 'cli-table3'

/** Prints a heading and rows; the first row is the head, numbers come as they should look. */
export function printTable(heading: string, [head, ...rows]: readonly (readonly string[])[]): void {
  const table = new Table({
    head: [...head!],
    style: { head: [], border: [], compact: true },
    colAligns: head!.map((_, column) => (column === 0 ? 'left' : 'right')),
  })
  for (const row of rows) table.push([...row])
  process.stdout.write(`\n${heading}\n${table.toString()}\n`)
}
