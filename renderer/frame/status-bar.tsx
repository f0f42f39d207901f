import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../rpc/engine.tsx'
import { MonthSpending } from './month-spending.tsx'
import styles from './status-bar.module.css'

const connections = { connecting: 'connecting', open: 'engine ready', lost: 'engine lost' } as const

/** Where the data is, which corpus and questions are in it, and how the connection is. */
export function StatusBar() {
  const { connection, query } = useEngine()
  const info = useQuery(query.workspace.info.queryOptions())
  const datasets = useQuery(query.datasets.list.queryOptions())
  const corpus = info.data?.corpora.at(-1)
  const evalSet = datasets.data?.evalSets.at(-1)
  return (
    <footer className={styles.status}>
      {info.data && <span title={info.data.folder}>{info.data.folder}</span>}
      {corpus && (
        <span>
          Corpus{' '}
          <b>
            {corpus.corpusName} v{corpus.number}
          </b>{' '}
          {corpus.documents.toLocaleString('en-US')} documents
        </span>
      )}
      {evalSet && (
        <span>
          Eval set <b>{evalSet.name}</b> n = {evalSet.queries.toLocaleString('en-US')}
        </span>
      )}
      <MonthSpending />
      <span className={styles.end} data-state={connection}>
        {connections[connection]}
      </span>
      {info.data && <span>Rungs {info.data.appVersion}</span>}
    </footer>
  )
}
