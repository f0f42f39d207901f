import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ModelProvider } from '../../shared/domain/model-provider.ts'
import { useEngine } from '../rpc/engine.tsx'
import { Select } from '../ui/select.tsx'
import styles from './forms.module.css'

interface ProviderPickProps {
  label: string
  provider: Pick<ModelProvider, 'kind' | 'baseUrl'>
  onChange: (provider: ModelProvider) => void
}

/** A provider from the list of those that are set up, with what it needs. */
export function ProviderPick({ label, provider, onChange }: ProviderPickProps) {
  const { query } = useEngine()
  const { data: states = [] } = useQuery(query.models.providers.queryOptions())
  const chosen = states.find(
    (state) => state.provider.kind === provider.kind && state.provider.baseUrl === provider.baseUrl,
  )
  return (
    <>
      <Select
        label={label}
        value={chosen?.id ?? ''}
        onChange={(id) => {
          const next = states.find((state) => state.id === id)
          if (next) onChange(next.provider)
        }}
        options={[
          ...(chosen ? [] : [['', 'another address'] as const]),
          ...states.map(({ id, label: name }) => [id, name] as const),
        ]}
      />
      <span className={styles.hint}>
        {chosen?.key === 'missing' ? (
          <>
            The key {chosen.provider.secretName} is not there yet: <Link to="/settings">add it in Settings</Link>.
          </>
        ) : (
          chosen?.hint
        )}
      </span>
    </>
  )
}
