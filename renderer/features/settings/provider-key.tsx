import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ProviderState } from '../../../shared/domain/provider-state.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings-screen.module.css'
import { useProviderChange } from './use-provider-change.ts'

/** Sets or removes the key of a provider; its value goes in and never comes out again. */
export function ProviderKey({ secretName, state }: { secretName: string; state: ProviderState['key'] }) {
  const { client } = useEngine()
  const refresh = useProviderChange()
  const [value, setValue] = useState('')
  const save = useMutation({
    mutationFn: () => client.workspace.setSecret({ name: secretName, value }),
    onSuccess: () => {
      setValue('')
      refresh()
    },
  })
  const remove = useMutation({
    mutationFn: () => client.workspace.removeSecret({ name: secretName }),
    onSuccess: refresh,
  })
  const failure = save.error ?? remove.error
  if (state === 'environment')
    return (
      <p className={styles.hint}>
        {`${secretName} is set in the environment, for this start only; it goes before a key that is kept here.`}
      </p>
    )
  return (
    <form
      className={styles.form}
      aria-label={`Key ${secretName}`}
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <TextField
        label={secretName}
        type="password"
        autoComplete="off"
        value={value}
        placeholder={state === 'kept' ? 'set; a new one replaces it' : ''}
        onChange={(event) => setValue(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button type="submit" disabled={value.trim() === '' || save.isPending}>
          Save the key
        </Button>
        {state === 'kept' && (
          <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            Remove the key
          </Button>
        )}
      </div>
      {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
    </form>
  )
}
