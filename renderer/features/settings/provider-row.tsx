import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { ProviderState } from '../../../shared/domain/provider-state.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { ProviderAddressForm } from './provider-address-form.tsx'
import { ProviderKey } from './provider-key.tsx'
import { ProviderModels } from './provider-models.tsx'
import styles from './provider-settings.module.css'
import screenStyles from './settings-screen.module.css'
import { useProviderChange } from './use-provider-change.ts'
import { useUndoToast } from './use-undo-toast.ts'

const keyStates = {
  kept: { kind: 'good', text: 'key set' },
  environment: { kind: 'good', text: 'key from the environment' },
  missing: { kind: 'plain', text: 'no key yet' },
  notNeeded: { kind: 'plain', text: 'no key needed' },
} as const

/** One provider: what state it is in, and everything about it on demand. */
export function ProviderRow({ provider }: { provider: ProviderState }) {
  const [isOpen, setOpen] = useState(false)
  const panelId = useId()
  const { label, needsAddress } = provider
  const { kind, text } = keyStates[provider.key]
  return (
    <li aria-label={label}>
      <div className={styles.head}>
        <h3 title={label}>{label}</h3>
        <span className={styles.address} title={provider.provider.baseUrl}>
          {provider.provider.baseUrl}
        </span>
        {needsAddress ? <Pill>address needed</Pill> : <Pill kind={kind}>{text}</Pill>}
        <Button
          size="small"
          variant="ghost"
          aria-expanded={isOpen}
          aria-controls={panelId}
          aria-label={`${isOpen ? 'Close' : 'Set up'} ${label}`}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Close' : 'Set up'}
        </Button>
      </div>
      <div id={panelId} hidden={!isOpen}>
        {isOpen && <ProviderPanel provider={provider} />}
      </div>
    </li>
  )
}

function ProviderPanel({ provider }: { provider: ProviderState }) {
  const { client } = useEngine()
  const refresh = useProviderChange()
  const sayRemoved = useUndoToast()
  const { id, label, hint, origin, needsAddress } = provider
  const { baseUrl, secretName } = provider.provider
  const change = useMutation({
    mutationFn: (address: { baseUrl: string; secretName: string | null }) =>
      client.models.changeProvider({ id, baseUrl: address.baseUrl, secretName: address.secretName }),
    onSuccess: refresh,
  })
  const remove = useMutation({
    mutationFn: () => client.models.removeProvider({ id }),
    onSuccess: () => {
      refresh()
      if (origin === 'own')
        sayRemoved(`${label} is removed; its key, if it has one, is kept.`, () =>
          client.models.addProvider({ label, baseUrl, secretName }),
        )
      else
        sayRemoved(`${label} has its usual address again.`, () =>
          client.models.changeProvider({ id, baseUrl, secretName }),
        )
    },
  })
  return (
    <div className={styles.panel}>
      <p className={screenStyles.hint}>{hint}</p>
      <ProviderAddressForm
        key={`address ${baseUrl} ${secretName}`}
        name={`Address of ${label}`}
        label={null}
        baseUrl={baseUrl}
        secretName={secretName}
        submit="Save the address"
        isPending={change.isPending}
        failure={change.error}
        onSubmit={change.mutate}
      />
      {origin !== 'preset' && (
        <div className={screenStyles.buttons}>
          <Button
            size="small"
            variant={origin === 'own' ? 'danger' : 'default'}
            disabled={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {origin === 'own' ? 'Remove this server' : 'Use the usual address'}
          </Button>
        </div>
      )}
      {remove.error && <Notice kind="error">{errorSentence(remove.error)}</Notice>}
      {secretName !== null && <ProviderKey secretName={secretName} state={provider.key} />}
      {!needsAddress && <ProviderModels key={`models ${baseUrl} ${secretName}`} state={provider} />}
    </div>
  )
}
