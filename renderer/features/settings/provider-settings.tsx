import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProviderAddressForm } from './provider-address-form.tsx'
import { ProviderRow } from './provider-row.tsx'
import styles from './provider-settings.module.css'
import screenStyles from './settings-screen.module.css'
import { useProviderChange } from './use-provider-change.ts'

/** Where language models are asked: the usual providers, servers on this machine, and the user's own. */
export function ProviderSettings() {
  const { client, query } = useEngine()
  const providers = useQuery(query.models.providers.queryOptions())
  const refresh = useProviderChange()
  const [isAdding, setAdding] = useState(false)
  const look = useMutation({ mutationFn: () => client.models.localServers() })
  const add = useMutation({
    mutationFn: (server: { label: string; baseUrl: string; secretName: string | null }) =>
      client.models.addProvider(server),
    onSuccess: () => {
      setAdding(false)
      refresh()
    },
  })
  return (
    <Card
      title="Providers"
      note="where models are asked"
      end={
        <>
          <Button size="small" disabled={look.isPending} onClick={() => look.mutate()}>
            {look.isPending ? 'Looking …' : 'Look for local servers'}
          </Button>
          <Button size="small" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
            Add a server …
          </Button>
        </>
      }
    >
      <div className={screenStyles.body}>
        {providers.error && <Notice kind="error">{errorSentence(providers.error)}</Notice>}
        {look.error && <Notice kind="error">{errorSentence(look.error)}</Notice>}
        {look.data && <Notice kind="info">{foundServers(look.data)}</Notice>}
        {isAdding && (
          <ProviderAddressForm
            name="New server"
            label=""
            baseUrl=""
            secretName={null}
            submit="Add the server"
            isPending={add.isPending}
            failure={add.error}
            onSubmit={add.mutate}
            onCancel={() => setAdding(false)}
          />
        )}
        <ul className={styles.list} aria-label="Providers">
          {providers.data?.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} />
          ))}
        </ul>
      </div>
    </Card>
  )
}

function foundServers(found: readonly { label: string; models: readonly string[] }[]): string {
  if (found.length === 0)
    return 'No model server answers at the usual ports of this machine (Ollama 11434, LM Studio 1234, vLLM 8000, llama.cpp 8080). Start one, or add it with its address.'
  const servers = found.map(({ label, models }) =>
    models.length === 0
      ? `${label}, without a model`
      : `${label} with ${models.slice(0, 5).join(', ')}${models.length > 5 ? ` and ${models.length - 5} more` : ''}`,
  )
  return `Answering on this machine: ${servers.join('; ')}. Rungs told them apart by their ports.`
}
