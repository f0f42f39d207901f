import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { SecretName } from '../../../shared/domain/secret.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings-screen.module.css'

/** Names of the keys that are set; a value goes in here and never comes out again. */
export function KeySettings() {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const state = useQuery(query.workspace.secrets.queryOptions())
  const refresh = () => queries.invalidateQueries({ queryKey: query.workspace.secrets.key() })
  const [name, setName] = useState('OPENAI_API_KEY')
  const [value, setValue] = useState('')
  const save = useMutation({
    mutationFn: () => client.workspace.setSecret({ name, value }),
    onSuccess: () => {
      setValue('')
      void refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (secret: string) => client.workspace.removeSecret({ name: secret }),
    onSuccess: refresh,
  })
  const nameError = SecretName.safeParse(name).error?.issues[0]?.message ?? null
  const failure = state.error ?? save.error ?? remove.error
  return (
    <Card title="Keys" note={state.data ? `kept in ${state.data.storage}` : null}>
      <div className={styles.body}>
        {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
        {state.data?.warning && <Notice kind="warning">{state.data.warning}</Notice>}
        {state.data && state.data.secrets.length > 0 && (
          <ul className={styles.keys}>
            {state.data.secrets.map((secret) => (
              <li key={secret.name}>
                <span className={styles.mono}>{secret.name}</span>
                {secret.source === 'environment' ? (
                  <span className={styles.hint}>from the environment, for this start only</span>
                ) : (
                  <Button size="small" variant="danger" onClick={() => remove.mutate(secret.name)}>
                    Remove
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            save.mutate()
          }}
        >
          <TextField
            label="Name"
            value={name}
            onChange={(event) => setName(event.target.value)}
            error={nameError}
            hint="Recipes name it; the key itself is never in a recipe."
            spellCheck={false}
          />
          <TextField
            label="Key"
            type="password"
            autoComplete="off"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <div className={styles.buttons}>
            <Button
              type="submit"
              variant="primary"
              disabled={nameError !== null || value.trim() === '' || save.isPending}
            >
              Save the key
            </Button>
          </div>
        </form>
      </div>
    </Card>
  )
}
