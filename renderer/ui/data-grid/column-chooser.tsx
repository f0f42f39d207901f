import { ArrowDown, ArrowUp, Lock, PanelLeft, PanelRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../button.tsx'
import styles from './column-chooser.module.css'
import type { GridColumn } from './grid-column.ts'
import { type GridLayout, isShown, orderColumns } from './grid-layout.ts'

interface ColumnChooserProps<Row> {
  columns: readonly GridColumn<Row>[]
  layout: GridLayout
  onChange: (layout: GridLayout) => void
  onReset: () => void
}

/** A panel to show, hide, pin and reorder the columns of a data grid. */
export function ColumnChooser<Row>({ columns, layout, onChange, onReset }: ColumnChooserProps<Row>) {
  const [search, setSearch] = useState('')
  const ordered = orderColumns(columns, layout)
  const found = ordered.filter(({ label }) => label.toLowerCase().includes(search.trim().toLowerCase()))
  const sections = [...new Set(found.map(({ section = '' }) => section))]

  const show = (id: string, shown: boolean) => onChange({ ...layout, shown: { ...layout.shown, [id]: shown } })
  const pin = (id: string, side: 'start' | 'end') => {
    const key = side === 'start' ? ('pinnedStart' as const) : ('pinnedEnd' as const)
    const wasPinned = layout[key].includes(id)
    const without = {
      pinnedStart: layout.pinnedStart.filter((other) => other !== id),
      pinnedEnd: layout.pinnedEnd.filter((other) => other !== id),
    }
    onChange({ ...layout, ...without, ...(wasPinned ? {} : { [key]: [...without[key], id] }) })
  }
  const move = (column: GridColumn<Row>, by: -1 | 1) => {
    const peers = ordered.filter(({ section }) => section === column.section)
    const neighbour = peers[peers.indexOf(column) + by]
    if (!neighbour) return
    const order = ordered.map(({ id }) => id)
    const from = order.indexOf(column.id)
    const to = order.indexOf(neighbour.id)
    order[from] = neighbour.id
    order[to] = column.id
    onChange({ ...layout, order })
  }

  const shownCount = columns.filter((column) => isShown(column, layout)).length
  return (
    <div className={styles.chooser}>
      <input
        type="search"
        className={styles.search}
        placeholder="Find a column"
        aria-label="Find a column"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={styles.list}>
        {sections.map((section) => (
          <fieldset key={section} className={styles.section}>
            {section !== '' && <legend>{section}</legend>}
            {found
              .filter((column) => (column.section ?? '') === section)
              .map((column) => (
                <div key={column.id} className={styles.item}>
                  <label>
                    <input
                      type="checkbox"
                      checked={isShown(column, layout)}
                      disabled={column.required}
                      onChange={(event) => show(column.id, event.target.checked)}
                    />
                    {column.label}
                  </label>
                  {column.required && <Lock size={12} aria-label="always shown" />}
                  <span className={styles.actions}>
                    <IconToggle
                      label={`Move ${column.label} up`}
                      onClick={() => move(column, -1)}
                      icon={<ArrowUp size={12} />}
                    />
                    <IconToggle
                      label={`Move ${column.label} down`}
                      onClick={() => move(column, 1)}
                      icon={<ArrowDown size={12} />}
                    />
                    <IconToggle
                      label={`Pin ${column.label} to the left`}
                      pressed={layout.pinnedStart.includes(column.id)}
                      onClick={() => pin(column.id, 'start')}
                      icon={<PanelLeft size={12} />}
                    />
                    <IconToggle
                      label={`Pin ${column.label} to the right`}
                      pressed={layout.pinnedEnd.includes(column.id)}
                      onClick={() => pin(column.id, 'end')}
                      icon={<PanelRight size={12} />}
                    />
                  </span>
                </div>
              ))}
          </fieldset>
        ))}
        {found.length === 0 && <p className={styles.none}>No column has this in its name.</p>}
      </div>
      <div className={styles.foot}>
        <span>
          {shownCount} of {columns.length} shown
        </span>
        <Button variant="ghost" size="small" onClick={onReset}>
          Reset
        </Button>
      </div>
    </div>
  )
}

interface IconToggleProps {
  label: string
  icon: React.ReactNode
  pressed?: boolean
  onClick: () => void
}

function IconToggle({ label, icon, pressed, onClick }: IconToggleProps) {
  return (
    <button
      type="button"
      className={styles.icon}
      aria-label={label}
      title={label}
      onClick={onClick}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    >
      {icon}
    </button>
  )
}
