import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { Columns2, Database, List, Settings } from 'lucide-react'
import { useEngine } from '../rpc/engine.tsx'
import { Notice } from '../ui/notice.tsx'
import styles from './frame.module.css'

const sections = [
  { to: '/runs', label: 'Runs', icon: List },
  { to: '/compare', label: 'Compare', icon: Columns2 },
  { to: '/datasets', label: 'Datasets', icon: Database },
  { to: '/settings', label: 'Settings', icon: Settings },
] as const

/** What stands around every screen: the sections, the screen, the state of the connection. */
export function Frame() {
  const { connection } = useEngine()
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <div className={styles.frame}>
      <nav className={styles.side} aria-label="Sections">
        {sections.map(({ to, label, icon: Icon }) => (
          <Link key={to} to={to} className={styles.section} data-active={path.startsWith(to)}>
            <Icon size={15} aria-hidden="true" />
            {label}
          </Link>
        ))}
      </nav>
      <main className={styles.main}>
        {connection === 'lost' && (
          <Notice kind="warning">The engine does not answer; trying again. Nothing is lost: it keeps what it has.</Notice>
        )}
        <Outlet />
      </main>
    </div>
  )
}
