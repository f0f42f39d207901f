import { AnchoredMenu, type MenuAnchor } from '../../ui/anchored-menu.tsx'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import type { RunRow } from './run-row.ts'

interface RunMenuProps {
  /** The run and where its menu opens; null = closed. */
  open: { readonly run: RunRow; readonly anchor: MenuAnchor } | null
  isBaseline: boolean
  onClose: () => void
  onOpen: (run: RunRow) => void
  onBaseline: (run: RunRow) => void
  onRepeat: (run: RunRow) => void
  onEdit: (run: RunRow, column: 'name' | 'tags' | 'notes') => void
  onDelete: (run: RunRow) => void
}

/** Everything that can be done with one run, with its keys. */
export function RunMenu({ open, isBaseline, onClose, onOpen, onBaseline, onRepeat, onEdit, onDelete }: RunMenuProps) {
  return (
    <AnchoredMenu anchor={open?.anchor ?? null} label="Commands for this run" onClose={onClose}>
      {open && (
        <>
          <MenuItem shortcut="↵" onSelect={() => onOpen(open.run)}>
            Open
          </MenuItem>
          <MenuItem shortcut="B" onSelect={() => onBaseline(open.run)}>
            {isBaseline ? 'Unpin as baseline' : 'Pin as baseline'}
          </MenuItem>
          <MenuItem
            shortcut="R"
            disabled={open.run.recipe === null}
            {...(open.run.recipe === null && { hint: 'It was made elsewhere: there is no recipe to repeat' })}
            onSelect={() => onRepeat(open.run)}
          >
            Repeat with changes
          </MenuItem>
          <MenuSeparator />
          <MenuItem shortcut="F2" onSelect={() => onEdit(open.run, 'name')}>
            Rename
          </MenuItem>
          <MenuItem shortcut="T" onSelect={() => onEdit(open.run, 'tags')}>
            Edit tags
          </MenuItem>
          <MenuItem onSelect={() => onEdit(open.run, 'notes')}>Edit notes</MenuItem>
          <MenuSeparator />
          <MenuItem shortcut="⌫" onSelect={() => onDelete(open.run)}>
            Delete
          </MenuItem>
        </>
      )}
    </AnchoredMenu>
  )
}
