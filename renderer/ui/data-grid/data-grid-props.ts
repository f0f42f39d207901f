import type { ReactNode, Ref } from 'react'
import type { GridColumn, GridSort } from './grid-column.ts'
import type { GridGroup, GridGrouping } from './grid-items.ts'
import type { GridLayout } from './grid-layout.ts'

export interface DataGridHandle {
  /** Puts the keyboard where it was last, or in the first row. */
  focus: () => void
  /** Moves up (−) or down (+) by rows and takes the focus. */
  move: (rows: number) => void
  scrollToRow: (key: string) => void
}

export interface DataGridProps<Row> {
  /** What the table holds, for screen readers. */
  label: string
  /** Keep it stable between renders: sorting starts again with every new array. */
  rows: readonly Row[]
  rowId: (row: Row) => string
  /** Keep it stable: every visible row is drawn again when it changes. */
  columns: readonly GridColumn<Row>[]
  layout: GridLayout
  onLayoutChange: (layout: GridLayout) => void
  /** The first decides, the next ones break ties. */
  sorting: readonly GridSort[]
  onSortingChange: (sorting: GridSort[]) => void
  /** True when `rows` come sorted already, such as page by page from the engine. */
  sortedElsewhere?: boolean
  /** Rows that stay on top, below the header; not repeated among `rows` by the caller. */
  pinnedRows?: readonly Row[]
  grouping?: GridGrouping<Row> & {
    readonly onToggle: (key: string) => void
    readonly render: (group: GridGroup<Row>, state: { active: boolean }) => ReactNode
    /** The group's name, for screen readers. */
    readonly label: (key: string) => string
  }
  /** With it rows have checkboxes; X and Shift+X select by key. */
  selection?: { readonly selected: ReadonlySet<string>; readonly onChange: (selected: ReadonlySet<string>) => void }
  /** What a row says instead of its `inMessage` columns; null = shows them. Keep it stable. */
  message?: (row: Row, state: { active: boolean }) => ReactNode | null
  /** Enter or a double click on a row. */
  onOpen?: (row: Row) => void
  /** F2, or Enter in a column that `isEditable` names. */
  onEdit?: (row: Row, column: string) => void
  isEditable?: (column: string) => boolean
  onActiveRowChange?: (row: Row | null) => void
  /** The rows in view, a moment after scrolling. Keep it stable. */
  onVisibleRowsChange?: (rows: readonly Row[]) => void
  /** Pixels. */
  rowHeight?: number
  handle?: Ref<DataGridHandle>
  /** Shown below the header where there is no row. */
  empty?: ReactNode
}
