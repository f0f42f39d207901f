import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../rpc/engine.tsx'
import { Card } from '../../ui/card.tsx'
import styles from './settings-screen.module.css'

export function WorkspaceSettings() {
  const { query } = useEngine()
  const info = useQuery(query.workspace.info.queryOptions())
  return (
    <Card title="Data folder" note="everything of this workspace is in it">
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
      </dl>
    </Card>
  )
}
