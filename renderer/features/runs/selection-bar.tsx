import { X } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import styles from './runs.module.css'

interface SelectionBarProps {
  count: number
  /** True while the tags to add are typed. */
  tagging: boolean
  onTagging: (tagging: boolean, byKey?: boolean) => void
  onTags: (text: string) => void
  onCompare: () => void
  onBaseline: () => void
  onExport: () => void
  onDelete: () => void
  onClear: () => void
}

/** What can be done with the selected runs. */
export function SelectionBar(props: SelectionBarProps) {
  const { count, tagging, onTagging, onTags, onCompare, onBaseline, onExport, onDelete, onClear } = props
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
      {tagging ? (
        <span className={styles.tagging}>
          <span aria-hidden="true">Add tags</span>
          <InlineEdit
            label="Tags to add, separated by commas"
            value=""
            maxLength={1000}
            onSave={onTags}
            onDone={(byKey) => onTagging(false, byKey)}
          />
        </span>
      ) : (
        <Button variant="ghost" size="small" shortcut="T" onClick={() => onTagging(true)}>
          Add tags
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
