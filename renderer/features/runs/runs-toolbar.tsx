import { Columns3, FileDown, Group } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import styles from './runs.module.css'

interface RunsToolbarProps {
  search: string
  onSearch: (text: string) => void
  filters: ReactNode
  grouped: boolean
  onGroup: (grouped: boolean) => void
  columnChooser: ReactElement
  onExport: () => void
}

/** What the table shows of the runs: search, filters, groups, columns; and the way out, as a file. */
export function RunsToolbar(props: RunsToolbarProps) {
  const { search, onSearch, filters, grouped, onGroup, columnChooser, onExport } = props
  return (
    <div className={styles.bar}>
      <div className={styles.search}>
        <SearchField label="Search runs" value={search} onChange={onSearch} />
      </div>
      {filters}
      <div className={styles.tools}>
        <Button
          variant="ghost"
          size="small"
          icon={<Group size={13} />}
          aria-pressed={grouped}
          onClick={() => onGroup(!grouped)}
        >
          {grouped ? 'Grouped by sweep' : 'Not grouped'}
        </Button>
        <Popover
          label="Columns"
          trigger={
            <Button variant="ghost" size="small" icon={<Columns3 size={13} />}>
              Columns
            </Button>
          }
        >
          {columnChooser}
        </Popover>
        <Button variant="ghost" size="small" icon={<FileDown size={13} />} shortcut="E" onClick={onExport}>
          Export
        </Button>
      </div>
    </div>
  )
}
