import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Clock, Database, FileText, Folder, Key, Lock, Play, Server, Upload } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { JobId } from '../../../shared/domain/ids.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useJob } from '../../rpc/use-job.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import styles from './first-run-screen.module.css'
import { OpenWorkspace } from './open-workspace.tsx'

/** Three ways to see something real: the sample, one's own files, a remote embedder. */
export function FirstRunScreen() {
  const { query } = useEngine()
  const navigate = useNavigate()
  const info = useQuery(query.workspace.info.queryOptions())
  const empty = info.data ? info.data.corpora.length === 0 && info.data.runs === 0 : null
  return (
    <>
      <ScreenBar title={info.data?.name ?? 'Rungs'} />
      <div className={styles.screen}>
        <h2>{empty === false ? 'What do you want to measure next?' : 'Start with evidence for one question set'}</h2>
        <p className={styles.lead}>
          Rungs cuts, embeds and searches your documents in many ways, asks each the same questions, and shows which way
          finds the answers.
        </p>
        <div className={styles.ways}>
          <SampleCard primary={empty !== false} />
          <WayCard
            icon={<Upload size={18} aria-hidden="true" />}
            title="Drop your files anywhere"
            facts={[
              [<Folder key="i" size={14} />, 'BEIR folder or zip; PDF, DOCX, HTML or Markdown folder'],
              [<FileText key="i" size={14} />, 'CSV, JSON or JSONL with questions and answers'],
              [<Lock key="i" size={14} />, 'files stay on this computer'],
            ]}
            action={<Button onClick={() => navigate({ to: '/datasets/import' })}>Choose files</Button>}
          />
          <WayCard
            icon={<Key size={18} aria-hidden="true" />}
            title="Connect an embeddings server"
            facts={[
              [<Server key="i" size={14} />, 'any server with an OpenAI-compatible /embeddings'],
              [<Lock key="i" size={14} />, 'the key never enters the workspace'],
              [<Database key="i" size={14} />, 'not needed: a built-in embedder works offline'],
            ]}
            action={<Button onClick={() => navigate({ to: '/settings' })}>Connect</Button>}
          />
        </div>
        {empty === false && (
          <p>
            <Button onClick={() => navigate({ to: '/runs' })}>See the runs</Button>
          </p>
        )}
        <OpenWorkspace folder={info.data?.folder ?? null} />
      </div>
    </>
  )
}

/** Imports the sample, then starts its sweep, then shows the runs as they come. */
function SampleCard({ primary }: { primary: boolean }) {
  const { client } = useEngine()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [importJob, setImportJob] = useState<JobId | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const start = useMutation({
    mutationFn: async () => {
      setFailure(null)
      const { paths, name } = await client.workspace.sample()
      return client.datasets.import({ paths, name })
    },
    onSuccess: ({ jobId }) => setImportJob(jobId),
  })
  const job = useJob(importJob, (ended) => {
    setImportJob(null)
    if (ended.status !== 'finished') {
      setFailure(ended.error ?? 'The sample could not be imported; try it again.')
      return
    }
    client.workspace
      .sample()
      .then(({ sweep }) => client.experiments.start(sweep))
      .then(() => void queries.invalidateQueries())
      .then(() => navigate({ to: '/runs' }))
      .catch((error) => setFailure(errorSentence(error)))
  })
  const busy = start.isPending || importJob !== null
  const sentence = failure ?? (start.error ? errorSentence(start.error) : null)
  return (
    <WayCard
      icon={<Play size={18} aria-hidden="true" />}
      title="Try the sample project"
      strong={primary}
      facts={[
        [<Database key="i" size={14} />, '64 pages of an invented product, 143 questions'],
        [<Clock key="i" size={14} />, '15 recipes in under a minute'],
        [<Lock key="i" size={14} />, 'works offline, no key, costs nothing'],
      ]}
      action={
        <>
          {sentence && <Notice kind="error">{sentence}</Notice>}
          {busy && <ProgressBar fraction={null} label={job?.progress?.stage ?? 'Loading the sample'} />}
          <Button variant={primary ? 'primary' : 'default'} disabled={busy} onClick={() => start.mutate()}>
            {busy ? 'Loading the sample …' : 'Run the sample'}
          </Button>
        </>
      }
    />
  )
}

interface WayCardProps {
  icon: ReactNode
  title: string
  facts: readonly (readonly [icon: ReactNode, text: string])[]
  action: ReactNode
  strong?: boolean
}

function WayCard({ icon, title, facts, action, strong = false }: WayCardProps) {
  return (
    <section className={strong ? `${styles.way} ${styles.strong}` : styles.way}>
      {icon}
      <h3>{title}</h3>
      <ul>
        {facts.map(([factIcon, text]) => (
          <li key={text}>
            <span aria-hidden="true">{factIcon}</span>
            {text}
          </li>
        ))}
      </ul>
      <div className={styles.action}>{action}</div>
    </section>
  )
}
