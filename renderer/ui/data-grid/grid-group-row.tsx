import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './data-grid.module.css'
import type { GridGroup, GridItem } from './grid-items.ts'

interface GridGroupRowProps<Row> {
  item: Extract<GridItem<Row>, { kind: 'group' }>
  rowIndex: number
  height: number
  columns: number
  /** Pixels in view: the content stays there while the table scrolls sideways. */
  width: number
  active: boolean
  label: string
  render: (group: GridGroup<Row>, state: { active: boolean }) => ReactNode
  onToggle: (key: string) => void
}

/** A row over the rows of a group: a button that folds them, then what the caller says about them. */
export function GridGroupRow<Row>(props: GridGroupRowProps<Row>) {
  const { item, rowIndex, height, columns, width, active, label, render } = props
  return (
    <tr className={active ? styles.active : undefined} aria-rowindex={rowIndex + 2} style={{ height }}>
      <td
        className={styles.groupCell}
        colSpan={columns}
        data-cell=" group"
        data-row-key={item.key}
        tabIndex={active ? 0 : -1}
        data-group={label}
      >
        <div className={styles.group} style={{ width, height: height - 1 }}>
          <button
            type="button"
            className={styles.fold}
            aria-expanded={!item.collapsed}
            aria-label={item.collapsed ? `Unfold ${label}` : `Fold ${label}`}
            tabIndex={-1}
            data-toggle-group={item.group.key}
          >
            {item.collapsed ? <ChevronRight size={14} /> : <ChevronDown size={14} />}
          </button>
          {render(item.group, { active })}
        </div>
      </td>
    </tr>
  )
}
