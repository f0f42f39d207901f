import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react'
import styles from './data-grid.module.css'
import type { DataGridProps } from './data-grid-props.ts'
import { GridBody } from './grid-body.tsx'
import { GridHeader } from './grid-header.tsx'
import { gridItems } from './grid-items.ts'
import { useGridColumns } from './use-grid-columns.ts'
import { headerKey, useGridFocus } from './use-grid-focus.ts'

const headerHeight = 32

/**
 * A table for many rows: virtualised, sorted, grouped, with pinned, resized and hidden columns, and a keyboard.
 * It knows no domain: the caller gives rows and columns.
 *
 * Keys: arrows or J and K move, Home and End (Ctrl: the whole table), Page Up and Down, Enter opens a row, sorts a
 * header (Shift: adds to the sort) or folds a group, F2 edits, X selects (Shift: up to here), Ctrl or ⌘+A selects all,
 * Alt+← and Alt+→ in a header change its width. Keys that it does not know go on to the page.
 *
 * Layout comes from `useGridLayout(key, initial)`, which keeps it on the device; `ColumnChooser` is a panel over it.
 */
export function DataGrid<Row extends object>(props: DataGridProps<Row>) {
  const { rowId, sorting, grouping, selection, message, pinnedRows = noRows, rowHeight = 35 } = props
  const scroller = useRef<HTMLDivElement>(null)
  const width = useWidth(scroller)
  const { sortedRows, placed, totalWidth, headerOf } = useGridColumns(props, width, selection ? checkboxWidth : 0)
  const { groupOf, collapsed } = grouping ?? {}
  const items = useMemo(
    () => gridItems(sortedRows, rowId, groupOf && collapsed && { groupOf, collapsed }),
    [sortedRows, rowId, groupOf, collapsed],
  )
  const all = useMemo(
    () => [...pinnedRows.map((row) => ({ kind: 'row' as const, key: rowId(row), row })), ...items],
    [pinnedRows, items, rowId],
  )
  const pinned = pinnedRows.length
  const stuck = headerHeight + pinned * rowHeight

  const focus = useGridFocus({ ...props, scroller, items: all, pinned, placed, headerOf, stuck, rowHeight })
  const order = JSON.stringify(sorting)
  const sorted = useRef(order)
  useEffect(() => {
    // By what it says: a list that is made anew with every drawing must not bring the table back to its top.
    if (sorted.current === order) return
    sorted.current = order
    // Who sorts wants to see what comes first now.
    if (scroller.current) scroller.current.scrollTop = 0
  }, [order])

  useImperativeHandle(
    props.handle,
    () => ({
      focus: () => focus.move(0),
      move: (by) => focus.move(by),
      scrollToRow: (key) => {
        const { current } = scroller
        const index = items.findIndex((item) => item.key === key)
        if (!current || index < 0) return
        const room = current.clientHeight - stuck
        current.scrollTop = index * rowHeight - (room - rowHeight) / 2
      },
    }),
    [focus.move, items, stuck, rowHeight],
  )

  const rowKeys = useMemo(() => all.flatMap((item) => (item.kind === 'row' ? [item.key] : [])), [all])
  const selectedShown = selection ? rowKeys.filter((key) => selection.selected.has(key)).length : 0
  const toggleAll = useCallback(
    () => selection?.onChange(new Set(selectedShown === rowKeys.length ? [] : rowKeys)),
    [selection, selectedShown, rowKeys],
  )

  return (
    <div className={styles.scroller} ref={scroller} data-grid-scroller="">
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid is a table that the keyboard moves in
        role="grid"
        className={styles.grid}
        aria-label={props.label}
        aria-rowcount={all.length + 1}
        aria-colcount={placed.length + (selection ? 1 : 0)}
        {...(selection ? { 'aria-multiselectable': true } : {})}
        style={{ width: totalWidth }}
        data-scrolls={totalWidth > width}
        onKeyDown={focus.onKeyDown}
        onMouseDown={focus.onMouseDown}
        onClick={focus.onClick}
        onDoubleClick={focus.onDoubleClick}
        onFocus={focus.onFocus}
      >
        <colgroup>
          {selection && <col style={{ width: checkboxWidth }} />}
          {placed.map(({ column, width: columnWidth }) => (
            <col key={column.id} style={{ width: columnWidth }} />
          ))}
        </colgroup>
        <GridHeader
          height={headerHeight}
          placed={placed}
          sorting={sorting}
          headerOf={headerOf}
          activeColumn={focus.active.key === headerKey ? focus.active.column : null}
          selection={
            selection ? { all: selectedShown > 0 && selectedShown === rowKeys.length, some: selectedShown > 0 } : null
          }
          onToggleAll={toggleAll}
        />
        <GridBody
          scroller={scroller}
          items={items}
          pinnedRows={pinnedRows}
          rowId={rowId}
          placed={placed}
          width={width}
          headerHeight={headerHeight}
          rowHeight={rowHeight}
          active={focus.active}
          activeIndex={focus.activeIndex - pinned}
          grouping={grouping}
          selected={selection?.selected ?? null}
          message={message}
          onVisibleRowsChange={props.onVisibleRowsChange}
        />
      </table>
      {all.length === 0 && props.empty}
    </div>
  )
}

const checkboxWidth = 34
const noRows: readonly never[] = []

function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  // Before the first frame: rows are placed by it, and the body finds what scrolls only in the drawing that follows.
  useLayoutEffect(() => {
    const { current } = element
    if (!current) return
    setWidth(current.clientWidth)
    const observer = new ResizeObserver(() => setWidth(current.clientWidth))
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return width
}
