import type { ReactNode } from 'react'

/** A column of a data grid over rows of type `Row`. */
export interface GridColumn<Row> {
  /** Unique, stable: what layout and sorting are kept by. */
  readonly id: string
  /** Plain name, in the header and in the column chooser. */
  readonly label: string
  /** What the header shows instead of the plain name. */
  readonly header?: ReactNode
  /** Heading under which the column chooser lists it. */
  readonly section?: string
  /** Explanation of the column, shown on hover of its header. */
  readonly description?: string
  /** Pixels. */
  readonly width: number
  readonly minWidth?: number
  readonly align?: 'start' | 'end'
  /** Takes what is left of the width; several share it. */
  readonly grows?: boolean
  /** Always shown. */
  readonly required?: boolean
  /** What it shows is never wider than `width`, so that it need not be cut off, which is costly to scroll. */
  readonly fits?: boolean
  /** Shown only when chosen. */
  readonly optional?: boolean
  /** What the column is sorted by; undefined comes last in both directions. Without it the column cannot be sorted. */
  readonly sortValue?: (row: Row) => string | number | undefined
  readonly firstSort?: 'ascending' | 'descending'
  /** Gives way to the row's message, see `DataGridProps.message`. */
  readonly inMessage?: boolean
  readonly render: (row: Row, state: GridCellState) => ReactNode
}

export interface GridCellState {
  /** The keyboard is in this row: its links and buttons can be reached by Tab. Elsewhere give them `tabIndex={-1}`. */
  readonly active: boolean
}

export interface GridSort {
  readonly column: string
  readonly descending: boolean
}

/** A pure comparison for sorted columns: numbers by size, text as people order it. */
export function compareSortValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
