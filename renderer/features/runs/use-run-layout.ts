import { useMemo, useSyncExternalStore } from 'react'
import type { GridSort } from '../../ui/data-grid/grid-column.ts'
import { emptyLayout, type GridLayout, useGridLayout } from '../../ui/data-grid/grid-layout.ts'

const storageKey = 'rungs.runs.columns'
const initialLayout: GridLayout = { ...emptyLayout, pinnedStart: ['name'], pinnedEnd: ['menu'] }

/** Below these widths of the window, in pixels, columns give way one after the other. */
const givingWay = [
  { column: 'created', below: 1180 },
  { column: 'recipe', below: 1120 },
  { column: 'ndcg@10', below: 1060 },
].map(({ column, below }) => ({ column, query: matchMedia(`(width < ${below}px)`) }))

/**
 * The columns as the reader arranged them, less those that a narrow window has no room for. A column that the reader
 * chose, or that the table is sorted by, stays.
 */
export function useRunLayout(sorting: readonly GridSort[]) {
  const { layout: own, setLayout: setOwn, reset } = useGridLayout(storageKey, initialLayout)
  const narrow = useSyncExternalStore(watchWidth, columnsWithoutRoom)
  return useMemo(() => {
    const gone = narrow
      .split(' ')
      .filter((id) => id !== '' && own.shown[id] === undefined && sorting.every(({ column }) => column !== id))
    const layout = { ...own, shown: { ...own.shown, ...Object.fromEntries(gone.map((id) => [id, false])) } }
    const setLayout = (next: GridLayout) => {
      // What gave way comes back in a wider window, unless the reader decided about it.
      const shown = Object.fromEntries(Object.entries(next.shown).filter(([id, is]) => is || !gone.includes(id)))
      setOwn({ ...next, shown })
    }
    return { layout, setLayout, reset }
  }, [own, setOwn, reset, narrow, sorting])
}

function columnsWithoutRoom(): string {
  return givingWay
    .filter(({ query }) => query.matches)
    .map(({ column }) => column)
    .join(' ')
}

function watchWidth(onChange: () => void): () => void {
  for (const { query } of givingWay) query.addEventListener('change', onChange)
  return () => {
    for (const { query } of givingWay) query.removeEventListener('change', onChange)
  }
}
