import { type CSSProperties, memo, type ReactNode } from 'react'
import styles from './data-grid.module.css'
import type { PlacedColumn } from './use-grid-columns.ts'

interface GridRowProps<Row> {
  row: Row
  rowKey: string
  /** Place among all rows, from 0, the header not counted. */
  rowIndex: number
  /** Pixels below the grid's top where the row stays; null = scrolls. */
  top: number | null
  height: number
  placed: readonly PlacedColumn<Row>[]
  message: ((row: Row, state: { active: boolean }) => ReactNode | null) | undefined
  activeColumn: string | null
  selectable: boolean
  selected: boolean
}

function Row<Data>(props: GridRowProps<Data>) {
  const { row, rowKey, rowIndex, top, height, placed, activeColumn, selectable, selected } = props
  const active = activeColumn !== null
  const message = props.message?.(row, { active }) ?? null
  const classes = [top === null ? '' : styles.stuck, selected ? styles.selected : '', active ? styles.active : '']
  const cells: ReactNode[] = []
  let said = false
  for (let index = 0; index < placed.length; index += 1) {
    const place = placed[index]!
    let span = 1
    if (message !== null && place.column.inMessage && !place.pin) {
      while (placed[index + span]?.column.inMessage && !placed[index + span]!.pin) span += 1
    }
    const members = placed.slice(index, index + span)
    const isActive = members.some(({ column }) => column.id === activeColumn)
    const says = message !== null && place.column.inMessage === true && (span > 1 || !place.pin)
    cells.push(
      <td
        key={place.column.id}
        className={cellClass(place, says)}
        style={pinStyle(place)}
        data-cell={place.column.id}
        data-row-key={rowKey}
        aria-colindex={index + 1 + (selectable ? 1 : 0)}
        colSpan={span}
        tabIndex={isActive ? 0 : -1}
      >
        {says ? (said ? null : message) : place.column.render(row, { active })}
      </td>,
    )
    said ||= says
    index += span - 1
  }
  return (
    <tr
      className={classes.filter(Boolean).join(' ')}
      aria-rowindex={rowIndex + 2}
      {...(selectable ? { 'aria-selected': selected } : {})}
      style={{ height, ...(top === null ? {} : { '--row-top': `${top}px` }) } as CSSProperties}
      data-row={rowKey}
    >
      {selectable && (
        <td className={`${styles.cell} ${styles.fits} ${styles.checkboxCell}`} aria-colindex={1}>
          <input
            type="checkbox"
            className={styles.checkbox}
            checked={selected}
            readOnly
            tabIndex={-1}
            aria-label="Select this row"
            data-select={rowKey}
          />
        </td>
      )}
      {cells}
    </tr>
  )
}

export function cellClass<Data>({ column, width, pin }: PlacedColumn<Data>, says = false): string {
  return [
    styles.cell,
    column.fits && !says && width >= column.width ? styles.fits : '',
    column.align === 'end' && !says ? styles.end : '',
    pin ? styles.pinned : '',
    pin?.edge ? (pin.side === 'start' ? styles.edgeStart : styles.edgeEnd) : '',
  ]
    .filter(Boolean)
    .join(' ')
}

export function pinStyle<Data>({ pin }: PlacedColumn<Data>): CSSProperties | undefined {
  if (!pin) return undefined
  return { [pin.side === 'start' ? '--pin-start' : '--pin-end']: `${pin.offset}px` } as CSSProperties
}

/** One row; drawn again only when something of it changes. */
export const GridRow = memo(Row) as typeof Row
