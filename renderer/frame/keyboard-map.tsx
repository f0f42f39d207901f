import { Dialog } from '../ui/dialog.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import styles from './keyboard-map.module.css'

const groups = [
  {
    title: 'Everywhere',
    keys: [
      ['⌘K or Ctrl K', 'Search or run a command'],
      ['G L', 'Ladder'],
      ['G R', 'Runs'],
      ['G C', 'Compare'],
      ['G D', 'Datasets'],
      ['G F', 'Fine-tunes'],
      ['G M', 'Monitor'],
      ['G S', 'Settings'],
      ['N', 'New experiment'],
      ['?', 'This map'],
      ['Esc', 'Close, then clear the selection'],
    ],
  },
  {
    title: 'Tables',
    keys: [
      ['J K or ↑ ↓', 'Move between rows'],
      ['↵', 'Open'],
      ['X', 'Select'],
      ['⇧X', 'Select up to here'],
      ['/', 'Search in the table'],
      ['C', 'Compare the selected runs'],
      ['B', 'Set as baseline'],
      ['R', 'Repeat: a new experiment from this recipe'],
      ['E', 'Export'],
      ['F', 'Filter'],
      ['F2 or T', 'Rename, edit tags'],
      ['⌫', 'Delete, with undo'],
    ],
  },
  {
    title: 'Run',
    keys: [
      ['[ ]', 'Previous and next question'],
      ['Esc', 'Close the question'],
    ],
  },
  {
    title: 'Rating answers',
    keys: [
      ['1 to 5', 'Give the grade, wrong to right'],
      ['N', 'Write a note'],
      ['U', 'Undo'],
      ['S', 'Skip'],
      ['Esc', 'Leave'],
    ],
  },
] as const

export function KeyboardMap({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls in a low window, so keys must reach it */}
      <section className={styles.groups} aria-label="Keys" tabIndex={0}>
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <KeyCap>{key}</KeyCap>
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  )
}
