import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useCallback, useEffect } from 'react'
import styles from './data-grid.module.css'
import type { DataGridProps } from './data-grid-props.ts'
import { GridGroupRow } from './grid-group-row.tsx'
import type { GridItem } from './grid-items.ts'
import { GridRow } from './grid-row.tsx'
import type { PlacedColumn } from './use-grid-columns.ts'

interface GridBodyProps<Row> {
  /** What scrolls. It is there from the second drawing on. */
  scroller: RefObject<HTMLDivElement | null>
  items: readonly GridItem<Row>[]
  pinnedRows: readonly Row[]
  rowId: (row: Row) => string
  placed: readonly PlacedColumn<Row>[]
  /** Pixels in view. */
  width: number
  headerHeight: number
  rowHeight: number
  active: { readonly key: string; readonly column: string }
  /** Of the active row among `items`; negative = it is not one of them. */
  activeIndex: number
  grouping: DataGridProps<Row>['grouping']
  /** null = rows cannot be selected. */
  selected: ReadonlySet<string> | null
  message: DataGridProps<Row>['message']
  onVisibleRowsChange: DataGridProps<Row>['onVisibleRowsChange']
}

/** Rows drawn beyond each edge: every one is laid out and painted in every frame of scrolling. */
const overscan = 3
const visibleRowsDelayMs = 120

/** The rows in view. It is by itself so that scrolling draws no more than it: columns, header and focus stay. */
export function GridBody<Row>(props: GridBodyProps<Row>) {
  const { scroller, items, pinnedRows, rowId, placed, rowHeight, headerHeight, active, activeIndex } = props
  const { grouping, selected, onVisibleRowsChange } = props
  const pinned = pinnedRows.length
  const stuck = headerHeight + pinned * rowHeight

  // Functions that change make the virtualizer measure every row again.
  const estimateSize = useCallback(() => rowHeight, [rowHeight])
  const getItemKey = useCallback((index: number) => items[index]!.key, [items])
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    scrollMargin: stuck,
    overscan,
    getItemKey,
    // The row that holds the keyboard stays, so that scrolling does not lose the focus.
    rangeExtractor: ({ startIndex, endIndex, count }) => {
      const from = Math.max(0, startIndex - overscan)
      const to = Math.min(count - 1, endIndex + overscan)
      const range = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      if (activeIndex < 0 || activeIndex >= count || (activeIndex >= from && activeIndex <= to)) return range
      return activeIndex < from ? [activeIndex, ...range] : [...range, activeIndex]
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height makes every measure wrong
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer])

  const { range } = virtualizer
  useEffect(() => {
    if (!onVisibleRowsChange) return
    const timer = setTimeout(() => {
      const inView = items.slice(range?.startIndex ?? 0, (range?.endIndex ?? -1) + 1)
      onVisibleRowsChange([...pinnedRows, ...inView.flatMap((item) => (item.kind === 'row' ? [item.row] : []))])
    }, visibleRowsDelayMs)
    return () => clearTimeout(timer)
  }, [items, pinnedRows, range?.startIndex, range?.endIndex, onVisibleRowsChange])

  const row = (data: Row, key: string, index: number, top: number | null) => (
    <GridRow
      key={key}
      row={data}
      rowKey={key}
      rowIndex={index}
      top={top}
      height={rowHeight}
      placed={placed}
      message={props.message}
      activeColumn={active.key === key ? active.column : null}
      selectable={selected !== null}
      selected={selected?.has(key) ?? false}
    />
  )

  const body: ReactNode[] = []
  let cursor = stuck
  for (const virtual of virtualizer.getVirtualItems()) {
    if (virtual.start > cursor) body.push(<Gap key={`gap ${virtual.index}`} height={virtual.start - cursor} />)
    cursor = virtual.end
    const item = items[virtual.index]!
    const index = virtual.index + pinned
    body.push(
      item.kind === 'row' ? (
        row(item.row, item.key, index, null)
      ) : (
        <GridGroupRow
          key={item.key}
          item={item}
          rowIndex={index}
          height={rowHeight}
          columns={placed.length + (selected ? 1 : 0)}
          width={props.width}
          active={active.key === item.key}
          label={grouping!.label(item.group.key)}
          render={grouping!.render}
          onToggle={grouping!.onToggle}
        />
      ),
    )
  }
  const end = virtualizer.getTotalSize() + stuck
  if (end > cursor) body.push(<Gap key="gap end" height={end - cursor} />)

  return (
    <tbody>
      {pinnedRows.map((data, index) => row(data, rowId(data), index, headerHeight + index * rowHeight))}
      {body}
    </tbody>
  )
}

/** Stands for rows that are not drawn. */
function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus
    <tr aria-hidden="true" className={styles.gap}>
      <td style={{ height }} />
    </tr>
  )
}
