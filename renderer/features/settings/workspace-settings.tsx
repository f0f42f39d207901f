import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../rpc/engine.tsx'
import { useWorkspaces } from '../../rpc/use-workspaces.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './settings-screen.module.css'

/** Where everything is kept, and how another workspace is opened. */
export function WorkspaceSettings() {
  const { query } = useEngine()
  const info = useQuery(query.workspace.info.queryOptions())
  const workspaces = useWorkspaces()
  return (
    <Card
      title="Data folder"
      note="everything of this workspace is in it"
      end={
        workspaces && (
          <Button size="small" disabled={workspaces.isBusy} onClick={workspaces.choose}>
            Open another …
          </Button>
        )
      }
    >
      <dl className={styles.body}>
        <div className={styles.row}>
          <dt>Folder</dt>
          <dd className={`${styles.mono} ${styles.value}`}>{info.data?.folder ?? '…'}</dd>
        </div>
        <div className={styles.row}>
          <dt>Holds</dt>
          <dd>
            {info.data
              ? `corpora ${info.data.corpora.length} · eval sets ${info.data.evalSets} · runs ${info.data.runs}`
              : '…'}
          </dd>
        </div>
        {!workspaces && (
          <div className={styles.row}>
            <dt>Another folder</dt>
            <dd>
              opens when Rungs is started with{' '}
              <code className={`${styles.mono} ${styles.value}`}>rungs serve --workspace FOLDER</code>
            </dd>
          </div>
        )}
      </dl>
      {workspaces?.failure && <Notice kind="error">{workspaces.failure}</Notice>}
    </Card>
  )
}
