import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChatExample, TrainingVersion } from '../../../../shared/domain/training-set.ts'
import { useEngine } from '../../../rpc/engine.tsx'
import { errorSentence } from '../../../rpc/error-sentence.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { LoadingLines } from '../../../ui/loading-lines.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { messageText } from './message-text.ts'
import styles from './training-set.module.css'
import type { useTrainingEdit } from './use-training-edit.ts'

interface TrainingRowDetailProps {
  version: TrainingVersion
  exampleId: string
  /** False for a version that is not the current one, or where nothing can be stored. */
  canEdit: boolean
  editing: ReturnType<typeof useTrainingEdit>
  onGone: () => void
}

/** The whole conversation of a row. Its texts can be changed, and it can be taken out. */
export function TrainingRowDetail({ version, exampleId, canEdit, editing, onGone }: TrainingRowDetailProps) {
  const { query } = useEngine()
  const { versionId } = version
  const rows = useQuery(
    query.trainingSets.examples.queryOptions({ input: { versionId, offset: 0, limit: 1, exampleIds: [exampleId] } }),
  )
  if (rows.error) return <Notice kind="error">{errorSentence(rows.error)}</Notice>
  if (!rows.data) return <LoadingLines label="Loading the row" />
  const row = rows.data.rows[0]
  if (!row) {
    return (
      <EmptyState title="This row is not in the current version">
        It was changed or taken out. Choose another one.
      </EmptyState>
    )
  }
  return (
    <section className={styles.detail} aria-label="Row">
      <header className={styles.detailHead}>
        <h3>{`Row ${(row.position + 1).toLocaleString('en-US')}`}</h3>
        <span className={styles.quiet}>
          {[
            row.example.split ?? 'in no split',
            ...(row.example.group === null ? [] : [`group ${row.example.group}`]),
          ].join(' · ')}
        </span>
        {canEdit && (
          <Button
            size="small"
            disabled={editing.isBusy}
            onClick={() =>
              editing.change(
                {
                  done: `Row ${row.position + 1} was taken out.`,
                  apply: (sets) => sets.edit({ versionId, changes: [{ exampleId, messages: null }] }),
                },
                { onSuccess: onGone },
              )
            }
          >
            Take out
          </Button>
        )}
      </header>
      {editing.error && <Notice kind="error">{errorSentence(editing.error)}</Notice>}
      <Conversation
        key={exampleId}
        example={row.example}
        canEdit={canEdit}
        isBusy={editing.isBusy}
        onSave={(messages) =>
          editing.change(
            {
              done: `Row ${row.position + 1} was changed.`,
              apply: (sets) => sets.edit({ versionId, changes: [{ exampleId, messages }] }),
            },
            { onSuccess: onGone },
          )
        }
      />
    </section>
  )
}

/** Longer messages, in characters, are shown by their beginning: a page with all of it stands still. */
const mostShown = 50_000

function Reading({ text }: { text: string }) {
  return (
    <div>
      <p dir="auto">{text.slice(0, mostShown)}</p>
      {text.length > mostShown && (
        <p className={styles.quiet}>
          {`The first ${mostShown.toLocaleString('en-US')} of ${text.length.toLocaleString('en-US')} characters; it is too long to be changed here.`}
        </p>
      )}
    </div>
  )
}

interface ConversationProps {
  example: ChatExample
  canEdit: boolean
  isBusy: boolean
  onSave: (messages: ChatExample['messages']) => void
}

function Conversation({ example, canEdit, isBusy, onSave }: ConversationProps) {
  const [texts, setTexts] = useState<Readonly<Record<number, string>>>({})
  const changed = Object.keys(texts).length > 0
  return (
    <>
      <ol className={styles.messages}>
        {example.messages.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are a conversation in its order
          <li key={index} data-role={message.role}>
            <span className={styles.role}>{message.role}</span>
            {canEdit && typeof message.content === 'string' && message.content.length <= mostShown ? (
              <textarea
                aria-label={`What ${message.role} says, message ${index + 1}`}
                dir="auto"
                rows={Math.min(16, Math.max(2, Math.ceil(message.content.length / 80)))}
                value={texts[index] ?? message.content}
                onChange={(event) => setTexts({ ...texts, [index]: event.target.value })}
              />
            ) : (
              <Reading text={messageText(message)} />
            )}
          </li>
        ))}
      </ol>
      {changed && (
        <div className={styles.actions}>
          <Button onClick={() => setTexts({})}>Discard</Button>
          <Button
            variant="primary"
            disabled={isBusy}
            onClick={() =>
              onSave(
                example.messages.map((message, index) =>
                  texts[index] === undefined ? message : { ...message, content: texts[index] },
                ),
              )
            }
          >
            Save as a new version
          </Button>
        </div>
      )}
    </>
  )
}
