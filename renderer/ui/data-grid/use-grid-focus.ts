import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { GridItem } from './grid-items.ts'
import type { HeaderActions, PlacedColumn } from './use-grid-columns.ts'

/** Stands for the header where a row's key is asked for. */
export const headerKey = ' header'
interface ActiveCell {
  readonly key: string
  readonly column: string
}

interface Options<Row> {
  scroller: RefObject<HTMLDivElement | null>
  /** Pinned rows first. */
  items: readonly GridItem<Row>[]
  pinned: number
  placed: readonly PlacedColumn<Row>[]
  headerOf: (column: string) => HeaderActions
  /** Pixels at the top that stay while rows scroll. */
  stuck: number
  rowHeight: number
  selection?: { readonly selected: ReadonlySet<string>; readonly onChange: (selected: ReadonlySet<string>) => void }
  grouping?: { readonly onToggle: (key: string) => void }
  onOpen?: (row: Row) => void
  onEdit?: (row: Row, column: string) => void
  isEditable?: (column: string) => boolean
  onActiveRowChange?: (row: Row | null) => void
}

/** The roving focus of a grid: one cell can be reached by Tab, keys move it, and it is kept in view. */
export function useGridFocus<Row>(options: Options<Row>) {
  const latest = useRef(options)
  latest.current = options
  const { items, placed, scroller } = options
  const [chosen, setChosen] = useState<ActiveCell | null>(null)
  /** Where the last selection by key or click began. */
  const anchor = useRef<string | null>(null)
  const wantsFocus = useRef(false)
  const lastIndex = useRef(0)

  const indexByKey = useMemo(() => new Map(items.map((item, index) => [item.key, index])), [items])
  const columns = useMemo(() => placed.map(({ column }) => column.id), [placed])
  const active = useMemo((): ActiveCell => {
    const column = chosen && columns.includes(chosen.column) ? chosen.column : (columns[0] ?? '')
    if (chosen?.key === headerKey) return { key: headerKey, column }
    if (chosen && indexByKey.has(chosen.key)) return { key: chosen.key, column }
    // The row is gone, such as after a delete: its successor takes over.
    const successor = items[Math.min(lastIndex.current, items.length - 1)]
    return { key: successor?.key ?? headerKey, column }
  }, [chosen, columns, indexByKey, items])
  const activeIndex = indexByKey.get(active.key) ?? -1
  if (activeIndex >= 0) lastIndex.current = activeIndex

  const activeItem = items[activeIndex]
  const activeRow = activeItem?.kind === 'row' ? activeItem.row : null
  const { onActiveRowChange } = options
  useEffect(() => onActiveRowChange?.(activeRow), [activeRow, onActiveRowChange])

  const focusedInside = useRef(false)
  useLayoutEffect(() => {
    const { current } = scroller
    if (!current) return
    // A focused row that was removed takes the focus with it to the page; the grid takes it back.
    const lost = focusedInside.current && document.activeElement === document.body
    if (!wantsFocus.current && !lost) return
    wantsFocus.current = false
    scrollIntoView(current, active, activeIndex, latest.current)
    current.querySelector<HTMLElement>('[data-cell][tabindex="0"]')?.focus({ preventScroll: true })
  })

  const go = useCallback((key: string, column: string) => {
    wantsFocus.current = true
    setChosen({ key, column })
  }, [])

  const move = useCallback(
    (by: number) => {
      const { items: list } = latest.current
      const target = list[Math.max(0, Math.min(list.length - 1, Math.max(0, activeIndex) + by))]
      go(target?.key ?? headerKey, active.column)
    },
    [activeIndex, active.column, go],
  )

  const select = (key: string, range: boolean) => {
    const { selection, items: list } = latest.current
    if (!selection) return
    const next = new Set(selection.selected)
    const from = range && anchor.current !== null ? indexByKey.get(anchor.current) : undefined
    const to = indexByKey.get(key)
    if (from !== undefined && to !== undefined) {
      for (const item of list.slice(Math.min(from, to), Math.max(from, to) + 1))
        if (item.kind === 'row') next.add(item.key)
    } else if (next.has(key)) next.delete(key)
    else next.add(key)
    anchor.current = key
    selection.onChange(next)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.defaultPrevented || isTyping(event.target)) return
    const { selection, grouping, onOpen, onEdit, isEditable, headerOf, rowHeight, pinned } = latest.current
    const { key } = event
    const control = event.ctrlKey || event.metaKey
    const onCell = event.target instanceof HTMLElement && event.target.hasAttribute('data-cell')
    const column = columns.indexOf(active.column)
    const goColumn = (index: number) => go(active.key, columns[Math.max(0, Math.min(columns.length - 1, index))]!)
    const goIndex = (index: number) => {
      const target = items[Math.max(0, Math.min(items.length - 1, index))]
      go(index < 0 || !target ? headerKey : target.key, active.column)
    }
    const pageRows = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - options.stuck) / rowHeight) - 1)
    const header = active.key === headerKey ? headerOf(active.column) : null

    const handled = ((): boolean => {
      if (header && event.altKey && (key === 'ArrowLeft' || key === 'ArrowRight')) {
        header.resizeBy(key === 'ArrowLeft' ? -10 : 10)
        return true
      }
      if (event.altKey) return false
      if (control && key.toLowerCase() === 'a' && selection) {
        selection.onChange(new Set(items.flatMap((item) => (item.kind === 'row' ? [item.key] : []))))
        return true
      }
      if (control && key !== 'Home' && key !== 'End') return false
      switch (key) {
        case 'ArrowDown':
        case 'j':
          goIndex(activeIndex + 1)
          return true
        case 'ArrowUp':
        case 'k':
          goIndex(Math.max(-1, activeIndex - 1))
          return true
        case 'PageDown':
          goIndex(activeIndex + pageRows)
          return true
        case 'PageUp':
          goIndex(Math.max(Math.min(activeIndex, pinned), activeIndex - pageRows))
          return true
        case 'Home':
          if (control) go(items[0]?.key ?? headerKey, columns[0]!)
          else goColumn(0)
          return true
        case 'End':
          if (control) go(items.at(-1)?.key ?? headerKey, columns.at(-1)!)
          else goColumn(columns.length - 1)
          return true
        case 'ArrowRight':
        case 'ArrowLeft':
          if (activeItem?.kind === 'group') {
            if (activeItem.collapsed === (key === 'ArrowRight')) grouping?.onToggle(activeItem.group.key)
          } else goColumn(column + (key === 'ArrowRight' ? 1 : -1))
          return true
      }
      if (!onCell) return false
      if (header) {
        if (key !== 'Enter' && key !== ' ') return false
        header.toggleSort(event.shiftKey)
        return true
      }
      if (activeItem?.kind === 'group') {
        if (key !== 'Enter' && key !== ' ') return false
        grouping?.onToggle(activeItem.group.key)
        return true
      }
      if (!activeRow) return false
      if (key === 'F2' || (key === 'Enter' && isEditable?.(active.column))) {
        onEdit?.(activeRow, active.column)
        return true
      }
      if (key === 'Enter') {
        onOpen?.(activeRow)
        return true
      }
      if (selection && (key === 'x' || key === 'X' || key === ' ')) {
        select(active.key, event.shiftKey)
        return true
      }
      return false
    })()
    if (!handled) return
    event.preventDefault()
    event.stopPropagation()
  }

  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const resizer = closest(event, '[data-resizer]')
    if (!resizer) return
    event.preventDefault()
    latest.current.headerOf(resizer.dataset.resizer!).startResize(event)
  }

  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (closest(event, '[data-resizer], [data-select-all]')) return
    const toggle = closest(event, '[data-toggle-group]')
    if (toggle) latest.current.grouping?.onToggle(toggle.dataset.toggleGroup!)
    const checkbox = closest(event, '[data-select]')
    if (checkbox) {
      select(checkbox.dataset.select!, event.shiftKey)
      // The keys of the screen are off while the focus is in an input.
      go(checkbox.dataset.select!, active.column)
    }
    const cell = closest(event, '[data-cell]')
    if (!cell) return
    if (cell.dataset.rowKey === headerKey) latest.current.headerOf(cell.dataset.cell!).toggleSort(event.shiftKey)
    if (closest(event, 'button, a, input, textarea, select')) return
    go(cell.dataset.rowKey!, cell.dataset.cell!)
  }

  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    const resizer = closest(event, '[data-resizer]')
    if (resizer) return latest.current.headerOf(resizer.dataset.resizer!).resetWidth()
    const cell = closest(event, '[data-cell]')
    if (!cell || closest(event, 'button, a, input, textarea, select')) return
    const item = items[indexByKey.get(cell.dataset.rowKey!) ?? -1]
    if (item?.kind !== 'row') return
    const { onEdit, onOpen, isEditable } = latest.current
    if (isEditable?.(cell.dataset.cell!)) onEdit?.(item.row, cell.dataset.cell!)
    else onOpen?.(item.row)
  }

  const onFocus = (event: FocusEvent<HTMLElement>) => {
    focusedInside.current = true
    const cell = closest(event, '[data-cell]')
    if (!cell || (cell.dataset.rowKey === active.key && cell.dataset.cell === active.column)) return
    setChosen({ key: cell.dataset.rowKey!, column: cell.dataset.cell! })
  }

  // Focus that went somewhere else on purpose is not taken back.
  useEffect(() => {
    const onFocusIn = (event: globalThis.FocusEvent) => {
      if (event.target instanceof Node && !scroller.current?.contains(event.target)) focusedInside.current = false
    }
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !scroller.current?.contains(event.target)) focusedInside.current = false
    }
    document.addEventListener('focusin', onFocusIn)
    document.addEventListener('pointerdown', onPress)
    return () => {
      document.removeEventListener('focusin', onFocusIn)
      document.removeEventListener('pointerdown', onPress)
    }
  }, [scroller])

  return { active, activeIndex, move, onKeyDown, onMouseDown, onClick, onDoubleClick, onFocus }
}

function scrollIntoView<Row>(
  scroller: HTMLElement,
  active: ActiveCell,
  activeIndex: number,
  { placed, pinned, stuck, rowHeight }: Options<Row>,
): void {
  const row = activeIndex - pinned
  if (row >= 0) {
    const top = row * rowHeight
    const room = scroller.clientHeight - stuck
    if (top < scroller.scrollTop) scroller.scrollTop = top
    else if (top + rowHeight > scroller.scrollTop + room) scroller.scrollTop = top + rowHeight - room
  }
  const place = placed.find(({ column }) => column.id === active.column)
  if (!place || place.pin) return
  const cell = scroller.querySelector<HTMLElement>('[data-cell][tabindex="0"]')
  if (!cell) return
  const sideWidth = (side: 'start' | 'end') =>
    placed.reduce((sum, { pin, width }) => sum + (pin?.side === side ? width : 0), 0)
  const left = cell.offsetLeft
  const checkbox = scroller.querySelector<HTMLElement>('[data-select-all]')?.closest('th')?.offsetWidth ?? 0
  const from = scroller.scrollLeft + sideWidth('start') + checkbox
  const to = scroller.scrollLeft + scroller.clientWidth - sideWidth('end')
  if (left < from) scroller.scrollLeft -= from - left
  else if (left + cell.offsetWidth > to) scroller.scrollLeft += Math.min(left - from, left + cell.offsetWidth - to)
}

function closest(event: { target: EventTarget }, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null
}

function isTyping(target: EventTarget): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox'
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName)
}
