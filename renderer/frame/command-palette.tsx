import { Dialog as Base } from '@base-ui/react/dialog'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { useState } from 'react'
import { useEngine } from '../rpc/engine.tsx'
import { setTheme } from '../ui/theme.ts'
import styles from './command-palette.module.css'

/** More runs than this are found by the table's own search; a palette of thousands helps nobody. */
const maxRuns = 200

interface CommandPaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  onShowKeys: () => void
}

/** One place to go anywhere and do anything: screens, runs, datasets, commands. `>` shows commands, `#` datasets. */
export function CommandPalette({ open, onOpenChange, onShowKeys }: CommandPaletteProps) {
  const { query } = useEngine()
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const shownRuns = runsOfAddress(useLocation())
  const runs = useQuery(query.experiments.runs.queryOptions({ input: {}, enabled: open }))
  const datasets = useQuery(query.datasets.list.queryOptions({ enabled: open }))
  const choose = (action: () => void) => () => {
    onOpenChange(false)
    setText('')
    action()
  }
  const kind = text.startsWith('>') ? 'commands' : text.startsWith('#') ? 'datasets' : 'all'
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={styles.palette}>
          <Base.Title className="visuallyHidden">Search or run a command</Base.Title>
          <Command label="Search or run a command" filter={(value, search) => match(value, search)}>
            <Command.Input
              className={styles.input}
              placeholder="Search runs and datasets, > for commands, # for datasets"
              value={text}
              onValueChange={setText}
              autoFocus
            />
            <Command.List className={styles.list}>
              <Command.Empty className={styles.empty}>Nothing found.</Command.Empty>
              {kind !== 'datasets' && (
                <Command.Group heading="Commands" className={styles.group}>
                  <Item name="New experiment" keys="N" onSelect={choose(() => navigate({ to: '/new' }))} />
                  <Item name="Import files" onSelect={choose(() => navigate({ to: '/datasets/import' }))} />
                  {shownRuns.length > 0 && (
                    <Item
                      name="Rate answers"
                      onSelect={choose(() => navigate({ to: '/rate', search: { runs: shownRuns } }))}
                    />
                  )}
                  <Item
                    name="Go to Ladder"
                    keys="G L"
                    onSelect={choose(() => navigate({ to: '/ladder', search: {} }))}
                  />
                  <Item name="Go to Runs" keys="G R" onSelect={choose(() => navigate({ to: '/runs' }))} />
                  <Item name="Go to Compare" keys="G C" onSelect={choose(() => navigate({ to: '/compare' }))} />
                  <Item name="Go to Datasets" keys="G D" onSelect={choose(() => navigate({ to: '/datasets' }))} />
                  <Item name="Go to Fine-tunes" keys="G F" onSelect={choose(() => navigate({ to: '/finetunes' }))} />
                  <Item
                    name="Go to Monitor"
                    keys="G M"
                    onSelect={choose(() => navigate({ to: '/monitor', search: {} }))}
                  />
                  <Item name="Go to Settings" keys="G S" onSelect={choose(() => navigate({ to: '/settings' }))} />
                  <Item name="Light theme" onSelect={choose(() => setTheme('light'))} />
                  <Item name="Dark theme" onSelect={choose(() => setTheme('dark'))} />
                  <Item name="Theme of the system" onSelect={choose(() => setTheme('system'))} />
                  <Item name="Show all keys" keys="?" onSelect={choose(onShowKeys)} />
                </Command.Group>
              )}
              {kind !== 'commands' && (
                <Command.Group heading="Datasets" className={styles.group}>
                  {datasets.data?.corpora.map((corpus) => (
                    <Item
                      key={corpus.corpusId}
                      name={corpus.corpusName}
                      note={`${corpus.documents.toLocaleString('en-US')} documents`}
                      id={`corpus ${corpus.corpusId}`}
                      onSelect={choose(() => navigate({ to: '/datasets', search: { corpus: corpus.corpusName } }))}
                    />
                  ))}
                </Command.Group>
              )}
              {kind === 'all' && (
                <Command.Group heading="Runs" className={styles.group}>
                  {runs.data
                    ?.slice(-maxRuns)
                    .reverse()
                    .map((run) => (
                      <Item
                        key={run.runId}
                        name={run.name}
                        note={`${run.evalSetName} · ${run.runId}`}
                        id={run.runId}
                        onSelect={choose(() => navigate({ to: '/runs/$runId', params: { runId: run.runId } }))}
                      />
                    ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface ItemProps {
  name: string
  note?: string
  keys?: string
  /** Told apart by it where names repeat. */
  id?: string
  onSelect: () => void
}

function Item({ name, note, keys, id, onSelect }: ItemProps) {
  return (
    <Command.Item value={`${name} ${note ?? ''} ${id ?? ''}`} onSelect={onSelect} className={styles.item}>
      <span>{name}</span>
      {(note ?? keys) && <span className={styles.note}>{note ?? keys}</span>}
    </Command.Item>
  )
}

/** Runs that the screen under the palette shows: those of a comparison or selection, or the one that is open. */
function runsOfAddress({ pathname, search }: { pathname: string; search: { runs?: string[]; selected?: string[] } }) {
  const open = /^\/runs\/([^/]+)$/u.exec(pathname)?.[1]
  return open === undefined ? (search.runs ?? search.selected ?? []) : [decodeURIComponent(open)]
}

/** Every word must occur; better at the start of the name. */
function match(value: string, search: string): number {
  const words = search.replace(/^[>#]/, '').toLowerCase().split(/\s+/).filter(Boolean)
  const text = value.toLowerCase()
  if (!words.every((word) => text.includes(word))) return 0
  return words.every((word) => text.startsWith(word)) ? 1 : 0.5
}
