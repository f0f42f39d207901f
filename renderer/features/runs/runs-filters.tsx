import { Plus, X } from 'lucide-react'
import { type Ref, useMemo } from 'react'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuGroup, MenuItem } from '../../ui/menu.tsx'
import type { RunRow } from './run-row.ts'
import styles from './runs.module.css'
import {
  type FilterField,
  filterFields,
  filterLabels,
  filterText,
  filterValues,
  type RunFilters,
} from './runs-address.ts'

interface RunsFiltersProps {
  runs: readonly RunRow[]
  filters: RunFilters
  onChange: (field: FilterField, value: string | undefined) => void
  /** The button that opens the menu, for the key F. */
  button: Ref<HTMLButtonElement>
}

/** More values than this are no choice any more; the search finds them. */
const mostValues = 12

/** The filters that are set, each with a way out, and a menu of those that could be. */
export function RunsFilters({ runs, filters, onChange, button }: RunsFiltersProps) {
  return (
    <>
      {filterFields.map((field) => {
        const value = filters[field]
        if (value === undefined) return null
        const text = filterText(field, value, runs)
        return (
          <span key={field} className={styles.chip}>
            <span>{filterLabels[field]}</span>
            <b title={text}>{text}</b>
            <button
              type="button"
              aria-label={`Remove the filter ${filterLabels[field]} ${text}`}
              onClick={() => onChange(field, undefined)}
            >
              <X size={12} aria-hidden="true" />
            </button>
          </span>
        )
      })}
      <Menu
        trigger={
          <Button ref={button} size="small" variant="ghost" icon={<Plus size={12} />} shortcut="F">
            Filter
          </Button>
        }
      >
        <FilterChoices runs={runs} filters={filters} onChange={onChange} />
      </Menu>
    </>
  )
}

/** What the menu holds; counted only when it opens. */
function FilterChoices({ runs, filters, onChange }: Omit<RunsFiltersProps, 'button'>) {
  const choices = useMemo(
    () =>
      filterFields
        .filter((field) => field !== 'sweep')
        .map((field) => {
          const counts = new Map<string, number>()
          for (const run of runs) {
            for (const value of filterValues(run, field)) counts.set(value, (counts.get(value) ?? 0) + 1)
          }
          const values = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostValues)
          return { field, values }
        })
        .filter(({ values }) => values.length > 0),
    [runs],
  )
  return choices.map(({ field, values }) => (
    <MenuGroup key={field} label={filterLabels[field]}>
      {values.map(([value, count]) => (
        <MenuItem key={value} onSelect={() => onChange(field, filters[field] === value ? undefined : value)}>
          {filterText(field, value, runs)}
          <span className={styles.quiet}>{count.toLocaleString('en-US')}</span>
        </MenuItem>
      ))}
    </MenuGroup>
  ))
}
