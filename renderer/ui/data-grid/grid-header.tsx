import { ArrowDown, ArrowUp } from 'lucide-react'
import styles from './data-grid.module.css'
import type { GridSort } from './grid-column.ts'
import { cellClass, pinStyle } from './grid-row.tsx'
import type { HeaderActions, PlacedColumn } from './use-grid-columns.ts'
import { headerKey } from './use-grid-focus.ts'

interface GridHeaderProps<Row> {
  height: number
  placed: readonly PlacedColumn<Row>[]
  sorting: readonly GridSort[]
  headerOf: (column: string) => HeaderActions
  activeColumn: string | null
  selection: { all: boolean; some: boolean } | null
  onToggleAll: () => void
}

export function GridHeader<Row>({
  height,
  placed,
  sorting,
  activeColumn,
  selection,
  onToggleAll,
}: GridHeaderProps<Row>) {
  return (
    <thead className={styles.header}>
      <tr style={{ height }} aria-rowindex={1}>
        {selection && (
          <th scope="col" className={`${styles.head} ${styles.checkboxCell}`} aria-colindex={1}>
            <input
              type="checkbox"
              className={styles.checkbox}
              checked={selection.all}
              ref={(input) => {
                if (input) input.indeterminate = selection.some && !selection.all
              }}
              onChange={onToggleAll}
              tabIndex={-1}
              aria-label="Select all rows"
              data-select-all=""
            />
          </th>
        )}
        {placed.map((place, index) => {
          const { column } = place
          const order = sorting.findIndex((sort) => sort.column === column.id)
          const sort = sorting[order]
          const sortable = column.sortValue !== undefined
          return (
            <th
              key={column.id}
              scope="col"
              className={`${cellClass(place)} ${styles.head}${sortable ? ` ${styles.sortable}` : ''}`}
              style={pinStyle(place)}
              data-cell={column.id}
              data-row-key={headerKey}
              tabIndex={activeColumn === column.id ? 0 : -1}
              aria-colindex={index + 1 + (selection ? 1 : 0)}
              title={column.description}
              {...(sortable ? { 'aria-sort': sort ? (sort.descending ? 'descending' : 'ascending') : 'none' } : {})}
            >
              <span className={styles.headLabel}>
                {column.header ?? column.label}
                {sort &&
                  (sort.descending ? (
                    <ArrowDown size={11} aria-hidden="true" />
                  ) : (
                    <ArrowUp size={11} aria-hidden="true" />
                  ))}
                {sort && sorting.length > 1 && (
                  <span className={styles.sortOrder} aria-hidden="true">
                    {order + 1}
                  </span>
                )}
              </span>
              <span className={styles.resizer} data-resizer={column.id} aria-hidden="true" />
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
