import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelProvider } from '../../shared/domain/model-provider.ts'
import { useEngine } from '../rpc/engine.tsx'
import { errorSentence } from '../rpc/error-sentence.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/select.tsx'
import styles from './forms.module.css'

interface ModelSuggestionsProps {
  provider: ModelProvider
  chosen: readonly string[]
  onAdd: (model: string) => void
}

/** What a provider offers, asked for on demand; and which of the chosen models will stop. */
export function ModelSuggestions({ provider, chosen, onAdd }: ModelSuggestionsProps) {
  const { query } = useEngine()
  const address = JSON.stringify(provider)
  const [wanted, setWanted] = useState<string | null>(null)
  const list = useQuery({
    ...query.models.list.queryOptions({ input: provider }),
    enabled: wanted === address,
    retry: false,
    staleTime: 300_000,
  })
  const offered = list.data ?? []
  const ending = offered.filter(({ model, shutdownDate }) => shutdownDate !== null && chosen.includes(model))
  return (
    <div className={styles.suggestions}>
      {offered.length === 0 ? (
        <Button
          size="small"
          disabled={list.isFetching}
          onClick={() => (wanted === address ? void list.refetch() : setWanted(address))}
        >
          {list.isFetching ? 'Asking' : 'List its models'}
        </Button>
      ) : (
        <Select
          label="Add a model of the provider"
          value=""
          onChange={(model) => model !== '' && onAdd(model)}
          options={[
            ['', `${offered.length} models`],
            ...offered
              .filter(({ model }) => !chosen.includes(model))
              .map(
                ({ model, shutdownDate }) => [model, shutdownDate ? `${model}, until ${shutdownDate}` : model] as const,
              ),
          ]}
        />
      )}
      {list.isError && <p className={styles.problem}>{errorSentence(list.error)}</p>}
      {list.isSuccess && offered.length === 0 && <p className={styles.explanation}>The provider lists no models.</p>}
      {ending.map(({ model, shutdownDate }) => (
        <p key={model} className={styles.warning}>
          {model} answers no more from {shutdownDate}. What rests on it cannot be repeated then.
        </p>
      ))}
    </div>
  )
}
