import { useCallback, useMemo, useState } from 'react'
import { z } from 'zod'
import type { GridColumn } from './grid-column.ts'

/** How a reader arranged the columns. Columns that it does not name stand at the end, as they are declared. */
export const GridLayout = z.object({
  order: z.array(z.string()),
  /** True = shown, false = hidden; a column not named is shown unless it is optional. */
  shown: z.record(z.string(), z.boolean()),
  pinnedStart: z.array(z.string()),
  pinnedEnd: z.array(z.string()),
  /** Pixels, of columns that were resized. */
  widths: z.record(z.string(), z.number().positive()),
})
export type GridLayout = z.infer<typeof GridLayout>

export const emptyLayout: GridLayout = { order: [], shown: {}, pinnedStart: [], pinnedEnd: [], widths: {} }

/**
 * A layout that stays on this device.
 * @param storageKey under which local storage keeps it.
 * @returns layout, setter, and a function that goes back to `initial`.
 */
export function useGridLayout(storageKey: string, initial: GridLayout) {
  const [layout, setLayoutState] = useState(() => read(storageKey) ?? initial)
  const setLayout = useCallback(
    (next: GridLayout) => {
      localStorage.setItem(storageKey, JSON.stringify(next))
      setLayoutState(next)
    },
    [storageKey],
  )
  const reset = useCallback(() => {
    localStorage.removeItem(storageKey)
    setLayoutState(initial)
  }, [storageKey, initial])
  return useMemo(() => ({ layout, setLayout, reset }), [layout, setLayout, reset])
}

function read(storageKey: string): GridLayout | null {
  try {
    return GridLayout.parse(JSON.parse(localStorage.getItem(storageKey) ?? 'null'))
  } catch {
    // Of another version, or edited by hand: the initial layout is better than none.
    return null
  }
}

/** Columns in the order of the layout, hidden ones too, pinned ones where the order has them. */
export function orderColumns<Row>(columns: readonly GridColumn<Row>[], layout: GridLayout): GridColumn<Row>[] {
  const places = new Map(layout.order.map((id, place) => [id, place]))
  const placeOf = (id: string) => places.get(id) ?? places.size
  return columns
    .map((column, declared) => ({ column, declared }))
    .sort((a, b) => placeOf(a.column.id) - placeOf(b.column.id) || a.declared - b.declared)
    .map(({ column }) => column)
}

export function isShown<Row>(column: GridColumn<Row>, layout: GridLayout): boolean {
  if (column.required) return true
  return layout.shown[column.id] ?? !column.optional
}
