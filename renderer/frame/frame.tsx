import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import {
  Activity,
  ChartNoAxesColumnIncreasing,
  Columns2,
  Database,
  List,
  Search,
  Settings,
  SlidersHorizontal,
} from 'lucide-react'
import { useState } from 'react'
import { DatasetImportProvider } from '../features/datasets/import/dataset-import.tsx'
import { DropOverlay } from '../features/datasets/import/drop-overlay.tsx'
import { useEngine } from '../rpc/engine.tsx'
import { KeyCap } from '../ui/key-cap.tsx'
import { Notice } from '../ui/notice.tsx'
import { ActiveJobs } from './active-jobs.tsx'
import { CommandPalette } from './command-palette.tsx'
import styles from './frame.module.css'
import { KeyboardMap } from './keyboard-map.tsx'
import { StatusBar } from './status-bar.tsx'
import { useDesktopEvents } from './use-desktop-events.ts'
import { useShortcuts } from './use-shortcuts.ts'

const sections = [
  { to: '/ladder', label: 'Ladder', icon: ChartNoAxesColumnIncreasing, count: null },
  { to: '/runs', label: 'Runs', icon: List, count: 'runs' },
  { to: '/compare', label: 'Compare', icon: Columns2, count: null },
  { to: '/datasets', label: 'Datasets', icon: Database, count: 'datasets' },
  { to: '/finetunes', label: 'Fine-tunes', icon: SlidersHorizontal, count: null },
  { to: '/monitor', label: 'Monitor', icon: Activity, count: null },
  { to: '/settings', label: 'Settings', icon: Settings, count: null },
] as const

/** What stands around every screen: workspace, sections, active jobs, the command palette, the status bar. */
export function Frame() {
  const { connection, query } = useEngine()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const info = useQuery(query.workspace.info.queryOptions({ refetchInterval: 5000 }))
  const [paletteOpen, setPaletteOpen] = useState(false)
  const [mapOpen, setMapOpen] = useState(false)
  useDesktopEvents()
  useShortcuts({ openPalette: () => setPaletteOpen(true), openMap: () => setMapOpen(true) })
  const counts = { runs: info.data?.runs, datasets: info.data?.corpora.length }
  return (
    <DatasetImportProvider>
      <div className={styles.frame}>
        <a className={styles.skip} href="#screen">
          Skip to the screen
        </a>
        <nav className={styles.side} aria-label="Sections">
          <Link to="/" className={styles.workspace} title={info.data?.folder ?? 'Workspace'}>
            <span className={styles.letter} aria-hidden="true">
              {(info.data?.name ?? 'R').charAt(0).toUpperCase()}
            </span>
            <span className={styles.workspaceName}>
              <strong>{info.data?.name ?? 'Rungs'}</strong>
              <small>
                {info.data ? describeData(info.data).map((part) => <span key={part}>{part}</span>) : '\u00a0'}
              </small>
            </span>
          </Link>
          <button type="button" className={styles.find} onClick={() => setPaletteOpen(true)}>
            <Search size={14} aria-hidden="true" />
            Find or run
            <KeyCap>{`${commandKey}K`}</KeyCap>
          </button>
          {sections.map(({ to, label, icon: Icon, count }) => (
            <Link
              key={to}
              to={to}
              className={styles.section}
              data-active={path.startsWith(to)}
              aria-current={path.startsWith(to) ? 'page' : undefined}
            >
              <Icon size={15} aria-hidden="true" />
              <span className={styles.label}>{label}</span>
              {count && counts[count] !== undefined && <span className={styles.count}>{counts[count]}</span>}
            </Link>
          ))}
          <ActiveJobs />
        </nav>
        <main className={styles.main} id="screen" tabIndex={-1}>
          {connection === 'lost' && (
            <Notice kind="warning">
              The engine does not answer; trying again. Nothing is lost: it keeps what it has.
            </Notice>
          )}
          {info.data?.readOnly && (
            <Notice kind="info">
              Another process writes this workspace: everything can be read here, nothing changed.
            </Notice>
          )}
          <Outlet />
        </main>
        <StatusBar />
        <CommandPalette open={paletteOpen} onOpenChange={setPaletteOpen} onShowKeys={() => setMapOpen(true)} />
        <KeyboardMap open={mapOpen} onOpenChange={setMapOpen} />
        <DropOverlay />
      </div>
    </DatasetImportProvider>
  )
}

/** The name of the key that goes with K on this system. */
const commandKey = navigator.platform.startsWith('Mac') ? '⌘' : 'Ctrl '

function describeData({
  corpora,
  evalSets,
}: {
  corpora: readonly { documents: number }[]
  evalSets: number
}): readonly string[] {
  const documents = corpora.reduce((sum, corpus) => sum + corpus.documents, 0)
  return [
    `${documents.toLocaleString('en-US')} ${documents === 1 ? 'document' : 'documents'}`,
    `${evalSets} eval ${evalSets === 1 ? 'set' : 'sets'}`,
  ]
}
