/** Rows of one group, in the order of the sort. */
export interface GridGroup<Row> {
  readonly key: string
  readonly rows: readonly Row[]
}

export type GridItem<Row> =
  | { readonly kind: 'row'; readonly key: string; readonly row: Row }
  | { readonly kind: 'group'; readonly key: string; readonly group: GridGroup<Row>; readonly collapsed: boolean }

export interface GridGrouping<Row> {
  readonly groupOf: (row: Row) => string
  readonly collapsed: ReadonlySet<string>
}

/** One flat list of what the grid shows: groups in the order of their first row, each before its rows unless collapsed. */
export function gridItems<Row>(
  rows: readonly Row[],
  rowId: (row: Row) => string,
  grouping: GridGrouping<Row> | undefined,
): GridItem<Row>[] {
  const itemOf = (row: Row): GridItem<Row> => ({ kind: 'row', key: rowId(row), row })
  if (!grouping) return rows.map(itemOf)
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = grouping.groupOf(row)
    const members = groups.get(key)
    if (members) members.push(row)
    else groups.set(key, [row])
  }
  return [...groups].flatMap(([key, members]) => {
    const collapsed = grouping.collapsed.has(key)
    const head: GridItem<Row> = { kind: 'group', key: `group ${key}`, group: { key, rows: members }, collapsed }
    return collapsed ? [head] : [head, ...members.map(itemOf)]
  })
}
