import { X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import styles from './runs.module.css'

interface SelectionBarProps {
  count: number
  onCompare: () => void
  onBaseline: () => void
  onExport: () => void
  onDelete: () => void
  onClear: () => void
}

/** What can be done with the selected runs. */
export function SelectionBar({ count, onCompare, onBaseline, onExport, onDelete, onClear }: SelectionBarProps) {
  return (
    <section className={styles.selection} aria-label="Selected runs">
      <strong role="status">{count.toLocaleString('en-US')} selected</strong>
      <Button variant="primary" size="small" shortcut="C" onClick={onCompare}>
        Compare
      </Button>
      {count === 1 && (
        <Button variant="ghost" size="small" shortcut="B" onClick={onBaseline}>
          Set as baseline
        </Button>
      )}
      <Button variant="ghost" size="small" shortcut="E" onClick={onExport}>
        Export
      </Button>
      <Button variant="ghost" size="small" shortcut="⌫" onClick={onDelete}>
        Delete
      </Button>
      <Button variant="ghost" size="small" aria-label="Clear the selection" icon={<X size={13} />} onClick={onClear} />
    </section>
  )
}
