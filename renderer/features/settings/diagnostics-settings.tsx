import { useQuery } from '@tanstack/react-query'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { useToast } from '../../ui/toast.tsx'
import styles from './settings-screen.module.css'

export function DiagnosticsSettings() {
  const { host, query } = useEngine()
  const toast = useToast()
  const diagnostics = useQuery(query.workspace.diagnostics.queryOptions())
  const report = diagnostics.data ? `${diagnostics.data.report}\nhost: ${host.kind}` : null
  return (
    <Card
      title="Diagnostics"
      note="counts and versions only: no key, no document, no question"
      end={
        <Button
          size="small"
          disabled={report === null}
          onClick={() => {
            navigator.clipboard.writeText(report ?? '').then(
              () => toast({ message: 'The report is on the clipboard.' }),
              () => toast({ message: 'The clipboard refused the report; select the text instead.' }),
            )
          }}
        >
          Copy the report
        </Button>
      }
    >
      <div className={styles.body}>
        {diagnostics.error && <Notice kind="error">{errorSentence(diagnostics.error)}</Notice>}
        {report && <pre className={styles.mono}>{report}</pre>}
      </div>
    </Card>
  )
}
