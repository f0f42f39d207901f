import {
  type ColumnDef,
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createSortedRowModel,
  functionalUpdate,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { compareSortValues, type GridColumn, type GridSort } from './grid-column.ts'
import { type GridLayout, isShown, orderColumns } from './grid-layout.ts'

const features = tableFeatures({
  columnOrderingFeature,
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
})

/** A shown column with its place: `pin` offsets are pixels from the grid's start or end edge. */
export interface PlacedColumn<Row> {
  readonly column: GridColumn<Row>
  readonly width: number
  readonly pin: { readonly side: 'start' | 'end'; readonly offset: number; readonly edge: boolean } | null
}

/** What a header can do to its column. */
export interface HeaderActions {
  toggleSort: (add: boolean) => void
  startResize: (event: unknown) => void
  resizeBy: (pixels: number) => void
  resetWidth: () => void
}

const noRows: readonly object[] = []

interface Options<Row> {
  rows: readonly Row[]
  rowId: (row: Row) => string
  columns: readonly GridColumn<Row>[]
  layout: GridLayout
  onLayoutChange: (layout: GridLayout) => void
  sorting: readonly GridSort[]
  onSortingChange: (sorting: GridSort[]) => void
  sortedElsewhere?: boolean
}

/** Sorted rows and placed columns. @param gridWidth pixels in view. @param reserved pixels before the first column. */
export function useGridColumns<Row extends object>(options: Options<Row>, gridWidth: number, reserved: number) {
  const { rows, rowId, columns, layout, onLayoutChange, sorting, onSortingChange, sortedElsewhere = false } = options
  const definitions = useMemo(
    () =>
      columns.map(
        ({ id, width, minWidth, sortValue, firstSort }): ColumnDef<typeof features, Row> => ({
          id,
          size: width,
          minSize: minWidth ?? 48,
          maxSize: 900,
          accessorFn: sortValue ?? (() => undefined),
          enableSorting: sortValue !== undefined || sortedElsewhere,
          sortDescFirst: firstSort === 'descending',
          sortUndefined: 'last',
          sortFn: (a, b) => compareSortValues(a.getValue(id) as string | number, b.getValue(id) as string | number),
        }),
      ),
    [columns, sortedElsewhere],
  )
  const ordered = useMemo(() => orderColumns(columns, layout), [columns, layout])
  const known = useMemo(() => new Set(columns.map((column) => column.id)), [columns])
  const sorts = !sortedElsewhere && sorting.some((sort) => known.has(sort.column))
  const table = useTable<typeof features, Row>({
    features,
    columns: definitions,
    // What is not sorted here needs no model of 100,000 rows.
    data: sorts ? (rows as Row[]) : (noRows as Row[]),
    getRowId: rowId,
    manualSorting: sortedElsewhere,
    columnResizeMode: 'onChange',
    isMultiSortEvent: (event) => (event as MouseEvent | undefined)?.shiftKey ?? false,
    state: {
      sorting: sorting
        .filter((sort) => known.has(sort.column))
        .map(({ column, descending }) => ({ id: column, desc: descending })),
      columnOrder: ordered.map((column) => column.id),
      columnPinning: { start: layout.pinnedStart, end: layout.pinnedEnd },
      columnSizing: layout.widths,
      columnVisibility: Object.fromEntries(columns.map((column) => [column.id, isShown(column, layout)])),
    },
    onSortingChange: (updater) => {
      const before = sorting.map(({ column, descending }) => ({ id: column, desc: descending }))
      onSortingChange(functionalUpdate(updater, before).map(({ id, desc }) => ({ column: id, descending: desc })))
    },
    onColumnSizingChange: (updater) => onLayoutChange({ ...layout, widths: functionalUpdate(updater, layout.widths) }),
  })
  const { rows: tableRows } = table.getRowModel()
  const sortedRows = useMemo(() => (sorts ? tableRows.map((row) => row.original) : rows), [sorts, tableRows, rows])

  const placed = useMemo(
    () =>
      placeColumns(
        ordered.filter((column) => isShown(column, layout)),
        layout,
        gridWidth,
        reserved,
      ),
    [ordered, layout, gridWidth, reserved],
  )
  const headerOf = (id: string): HeaderActions => {
    const column = table.getColumn(id)!
    return {
      toggleSort: (add) => {
        if (column.getCanSort()) column.toggleSorting(undefined, add)
      },
      startResize: (event) => {
        // What is on the screen is what is dragged, also where the column had grown.
        const width = placed.find((place) => place.column.id === id)!.width
        if (layout.widths[id] !== width) onLayoutChange({ ...layout, widths: { ...layout.widths, [id]: width } })
        const header = table.getFlatHeaders().find((found) => found.column.id === id)
        header?.getResizeHandler()(event)
      },
      resizeBy: (pixels) => {
        const place = placed.find((found) => found.column.id === id)!
        const width = Math.max(place.column.minWidth ?? 48, place.width + pixels)
        onLayoutChange({ ...layout, widths: { ...layout.widths, [id]: width } })
      },
      resetWidth: () => {
        const { [id]: _gone, ...widths } = layout.widths
        onLayoutChange({ ...layout, widths })
      },
    }
  }
  const totalWidth = reserved + placed.reduce((sum, { width }) => sum + width, 0)
  return { sortedRows, placed, totalWidth, headerOf }
}

/** Pinned columns go to their edges; what is left of the width goes to the columns that grow and were not resized. */
function placeColumns<Row>(
  shown: readonly GridColumn<Row>[],
  layout: GridLayout,
  gridWidth: number,
  reserved: number,
): PlacedColumn<Row>[] {
  const byId = new Map(shown.map((column) => [column.id, column]))
  const pick = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? [])
  const start = pick(layout.pinnedStart)
  const end = pick(layout.pinnedEnd.filter((id) => !layout.pinnedStart.includes(id)))
  const center = shown.filter((column) => !start.includes(column) && !end.includes(column))
  const widthOf = (column: GridColumn<Row>) => layout.widths[column.id] ?? column.width
  const total = reserved + shown.reduce((sum, column) => sum + widthOf(column), 0)
  const growing = shown.filter((column) => column.grows && layout.widths[column.id] === undefined)
  const spare = Math.max(0, gridWidth - total)
  const share = growing.length > 0 ? Math.floor(spare / growing.length) : 0
  const width = (column: GridColumn<Row>) => widthOf(column) + (growing.includes(column) ? share : 0)
  let offset = reserved
  const placedStart = start.map((column, index) => {
    const place = {
      column,
      width: width(column),
      pin: { side: 'start' as const, offset, edge: index === start.length - 1 },
    }
    offset += place.width
    return place
  })
  offset = 0
  const placedEnd = end
    .toReversed()
    .map((column, index) => {
      const place = {
        column,
        width: width(column),
        pin: { side: 'end' as const, offset, edge: index === end.length - 1 },
      }
      offset += place.width
      return place
    })
    .toReversed()
  return [...placedStart, ...center.map((column) => ({ column, width: width(column), pin: null })), ...placedEnd]
}
