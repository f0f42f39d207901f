import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DecisionEntries } from '../../../shared/domain/decision.ts'
import { rungLabel } from '../../../shared/domain/rung-label.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenBar } from '../../ui/screen-bar.tsx'
import { Select } from '../../ui/select.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Checklist } from './checklist.tsx'
import { DecisionExport } from './decision-export.tsx'
import styles from './decision-screen.module.css'
import { FiveQuestions } from './five-questions.tsx'

/** The decision record: five answers, what they and the evidence recommend, and both checklists. */
export function DecisionScreen() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const info = useQuery(query.workspace.info.queryOptions())
  const [changed, setChanged] = useState<DecisionEntries | null>(null)
  const draft = useQuery(
    query.decisions.draft.queryOptions({
      input: changed ? { entries: changed } : {},
      placeholderData: (before) => before,
    }),
  )
  const versions = useQuery(query.decisions.versions.queryOptions())
  const saved = () => {
    setChanged(null)
    return queries.invalidateQueries({ queryKey: query.decisions.key() })
  }
  const save = useMutation({
    mutationFn: (entries: DecisionEntries) => client.decisions.save({ entries }),
    onSuccess: saved,
  })
  const restore = useMutation({
    mutationFn: (number: number) => client.decisions.restore({ number }),
    onSuccess: saved,
  })
  const failure = draft.error ?? versions.error ?? save.error ?? restore.error
  const record = draft.data
  const entries = changed ?? record?.entries
  const isReadOnly = info.data?.readOnly ?? true
  const latest = versions.data?.[0]
  return (
    <div className={styles.screen}>
      <ScreenBar title="Decision record">
        <Link to="/ladder" search={{}} className={styles.back}>
          Evidence
        </Link>
        {versions.data && versions.data.length > 1 && !isReadOnly && (
          <Select
            label="Bring back a version"
            value=""
            options={[
              ['', `${versions.data.length} versions`],
              ...versions.data.map(
                ({ number, savedAt }) =>
                  [
                    String(number),
                    `Bring back version ${number} of ${savedAt.slice(0, 16).replace('T', ' ')}`,
                  ] as const,
              ),
            ]}
            onChange={(number) => number && restore.mutate(Number(number))}
          />
        )}
        {entries && <DecisionExport entries={entries} />}
        {!isReadOnly && (
          <Button
            variant="primary"
            disabled={!entries || save.isPending}
            onClick={() => entries && save.mutate(entries)}
          >
            {`Save version ${(latest?.number ?? 0) + 1}`}
          </Button>
        )}
      </ScreenBar>
      {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
      {draft.isPending && <Skeleton width="100%" height={240} label="Reading the evidence" />}
      {record && entries && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
        <section className={styles.columns} tabIndex={0} aria-label="Record">
          <FiveQuestions answers={entries.answers} onChange={(answers) => setChanged({ ...entries, answers })} />
          <section aria-label="Recommendation">
            <p className={styles.state}>
              {changed ? 'Changed, not saved' : latest ? `Version ${latest.number}` : 'Nothing saved yet'}
            </p>
            <h2>{record.ladder?.headline ?? 'Evidence missing: no run is finished yet'}</h2>
            <p>{record.ladder?.detail}</p>
            <h3>
              By your answers: {record.framework ? rungLabel[record.framework.rung] : 'answer the first question'}
            </h3>
            <ul>
              {record.framework?.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            <h3>By the evidence: {record.evidence ? rungLabel[record.evidence.rung] : 'nothing yet'}</h3>
            <ul>
              {record.ladder?.steps.map(({ toRung, sentence }) => (
                <li key={toRung}>{sentence}</li>
              ))}
            </ul>
            {record.disagreement && <Notice kind="warning">{record.disagreement}</Notice>}
          </section>
          <section aria-label="Checklists">
            {(['rag', 'finetune'] as const).map((list) => (
              <Checklist
                key={list}
                title={list === 'rag' ? 'RAG checklist' : 'Fine-tuning checklist'}
                items={record.checklist.filter((item) => item.list === list)}
                overrides={entries.overrides}
                onOverride={(overrides) => setChanged({ ...entries, overrides })}
              />
            ))}
          </section>
        </section>
      )}
    </div>
  )
}
