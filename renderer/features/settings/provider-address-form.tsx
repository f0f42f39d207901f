import { useState } from 'react'
import { ProviderLabel, ServerAddress } from '../../../shared/domain/kept-providers.ts'
import { SecretName } from '../../../shared/domain/secret.ts'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './settings-screen.module.css'

interface ProviderAddressFormProps {
  /** Of the form, for screen readers. */
  readonly name: string
  /** Null where the name is fixed. */
  readonly label: string | null
  readonly baseUrl: string
  readonly secretName: string | null
  readonly submit: string
  readonly isPending: boolean
  readonly failure: Error | null
  readonly onSubmit: (server: { label: string; baseUrl: string; secretName: string | null }) => void
  readonly onCancel?: () => void
}

/** Where a server is and which key it takes. */
export function ProviderAddressForm({
  name,
  submit,
  isPending,
  failure,
  onSubmit,
  onCancel,
  ...before
}: ProviderAddressFormProps) {
  const [label, setLabel] = useState(before.label ?? '')
  const [baseUrl, setBaseUrl] = useState(before.baseUrl)
  const [secretName, setSecretName] = useState(before.secretName ?? '')
  const problems = {
    label: before.label === null || label === '' ? null : problemOf(ProviderLabel.safeParse(label)),
    baseUrl: baseUrl === '' ? null : problemOf(ServerAddress.safeParse(baseUrl)),
    secretName: secretName === '' ? null : problemOf(SecretName.safeParse(secretName)),
  }
  const isUnchanged = before.label === null && baseUrl === before.baseUrl && secretName === (before.secretName ?? '')
  const isComplete =
    baseUrl !== '' &&
    (before.label === null || label.trim() !== '') &&
    Object.values(problems).every((it) => it === null)
  return (
    <form
      className={styles.form}
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault()
        if (isComplete) onSubmit({ label: label.trim(), baseUrl, secretName: secretName || null })
      }}
    >
      {before.label !== null && (
        <TextField
          label="Name"
          value={label}
          maxLength={60}
          onChange={(event) => setLabel(event.target.value)}
          error={problems.label}
        />
      )}
      <TextField
        label="Address"
        value={baseUrl}
        onChange={(event) => setBaseUrl(event.target.value.trim())}
        error={problems.baseUrl}
        hint={before.label === null ? 'Where its API begins.' : "The base of OpenAI's API there: most end in /v1."}
        spellCheck={false}
      />
      <TextField
        label="Name of the key"
        value={secretName}
        onChange={(event) => setSecretName(event.target.value.trim())}
        error={problems.secretName}
        hint="Such as MY_SERVER_API_KEY. Leave it empty for a server without keys."
        spellCheck={false}
      />
      {/^http:/i.test(baseUrl) && secretName !== '' && (
        <Notice kind="warning">
          This address is not encrypted (http): whoever is in between can read the key and the texts.
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button type="submit" disabled={!isComplete || isUnchanged || isPending}>
          {submit}
        </Button>
        {onCancel && (
          <Button variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
    </form>
  )
}

function problemOf({ error }: { error?: { issues: readonly { message: string }[] } | undefined }): string | null {
  return error?.issues[0]?.message ?? null
}
