import { FolderOpen } from 'lucide-react'
import { useWorkspaces } from '../../rpc/use-workspaces.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './open-workspace.module.css'

interface OpenWorkspaceProps {
  /** Folder of the workspace that is open; null while it is not known. */
  folder: string | null
}

/** Which data folder this is, and how another is opened: by a dialog in the desktop app, else from the command line. */
export function OpenWorkspace({ folder }: OpenWorkspaceProps) {
  const workspaces = useWorkspaces()
  return (
    <section className={styles.workspaces} aria-label="Data folder">
      <div className={styles.line}>
        <p>
          Your data is in <code>{folder ?? '…'}</code>.
          {!workspaces && (
            <>
              {' '}
              To open another folder, start Rungs with <code>rungs serve --workspace FOLDER</code>.
            </>
          )}
        </p>
        {workspaces && (
          <Button icon={<FolderOpen size={14} />} disabled={workspaces.isBusy} onClick={workspaces.choose}>
            Open a workspace …
          </Button>
        )}
      </div>
      {workspaces?.failure && <Notice kind="error">{workspaces.failure}</Notice>}
      {workspaces && workspaces.recent.length > 0 && (
        <>
          <h3 id="recent-workspaces">Recent workspaces</h3>
          <ul aria-labelledby="recent-workspaces">
            {workspaces.recent.map((recent) => (
              <li key={recent.folder}>
                <button type="button" disabled={workspaces.isBusy} onClick={() => workspaces.open(recent.folder)}>
                  <strong dir="auto">{recent.name}</strong>
                  <span>{recent.folder}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
