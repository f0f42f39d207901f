import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ServerAddress } from '../../../shared/domain/kept-providers.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './price-book-settings.module.css'
import { readUsd } from './read-usd.ts'
import { useProviderChange } from './use-provider-change.ts'

/** A price that is entered or changed; a new one has nothing yet. */
export interface EditedPrice {
  readonly baseUrl?: string
  readonly model?: string
  readonly inputUsdPerMillionTokens?: number
  readonly cachedInputUsdPerMillionTokens?: number | null
  readonly outputUsdPerMillionTokens?: number
  readonly usdPerThousandSearches?: number | null
}

type AmountName = 'input' | 'cached' | 'output' | 'searches'

interface AmountField {
  readonly name: AmountName
  readonly label: string
  readonly hint: string
  /** May be left empty. */
  readonly isOptional: boolean
}

const amountFields: readonly AmountField[] = [
  {
    name: 'input',
    label: 'Input, $ per million',
    hint: 'Tokens of the prompt. 0 says that it costs nothing.',
    isOptional: false,
  },
  { name: 'cached', label: 'Cached input', hint: 'Empty = no discount: as any other input.', isOptional: true },
  {
    name: 'output',
    label: 'Output, $ per million',
    hint: 'Reasoning tokens included. 0 for a model that writes nothing, such as an embedder.',
    isOptional: false,
  },
  {
    name: 'searches',
    label: '$ per 1,000 searches',
    hint: 'Of a reranker that sells searches, as Cohere does; its tokens then cost 0. Empty = nothing.',
    isOptional: true,
  },
]

/** What the user says that a model costs at a provider. */
export function OwnPriceForm({ price, onClose }: { price: EditedPrice; onClose: () => void }) {
  const { client } = useEngine()
  const refresh = useProviderChange()
  const [baseUrl, setBaseUrl] = useState(price.baseUrl ?? 'https://api.openai.com/v1')
  const [model, setModel] = useState(price.model ?? '')
  const [typed, setTyped] = useState<Readonly<Record<AmountName, string>>>({
    input: textOf(price.inputUsdPerMillionTokens),
    cached: textOf(price.cachedInputUsdPerMillionTokens),
    output: textOf(price.outputUsdPerMillionTokens),
    searches: textOf(price.usdPerThousandSearches),
  })
  const isNew = price.model === undefined
  const amounts = {
    input: readUsd(typed.input),
    cached: readUsd(typed.cached),
    output: readUsd(typed.output),
    searches: readUsd(typed.searches),
  }
  const isComplete =
    ServerAddress.safeParse(baseUrl).success &&
    model.trim() !== '' &&
    amountFields.every(({ name, isOptional }) => amounts[name] !== null || (isOptional && typed[name].trim() === ''))
  const save = useMutation({
    mutationFn: (own: { input: number; output: number }) =>
      client.money.setPrice({
        baseUrl,
        model: model.trim(),
        price: {
          inputUsdPerMillionTokens: own.input,
          cachedInputUsdPerMillionTokens: amounts.cached,
          outputUsdPerMillionTokens: own.output,
          usdPerThousandSearches: amounts.searches,
        },
      }),
    onSuccess: () => {
      refresh()
      onClose()
    },
  })
  return (
    <form
      className={styles.form}
      aria-label={isNew ? 'Enter a price' : `Price of ${model}`}
      onSubmit={(event) => {
        event.preventDefault()
        const { input: inputUsd, output: outputUsd } = amounts
        if (isComplete && inputUsd !== null && outputUsd !== null) save.mutate({ input: inputUsd, output: outputUsd })
      }}
    >
      {isNew ? (
        <ProviderChoice baseUrl={baseUrl} onChange={setBaseUrl} />
      ) : (
        <div className={styles.choice}>
          <span>Provider</span>
          <span>{new URL(baseUrl).host}</span>
        </div>
      )}
      <TextField
        label="Model"
        value={model}
        readOnly={!isNew}
        maxLength={200}
        onChange={(event) => setModel(event.target.value)}
        hint="As the provider calls it; at Azure the name of your deployment."
        spellCheck={false}
      />
      {amountFields.map(({ name, label, hint }) => (
        <TextField
          key={name}
          label={label}
          inputMode="decimal"
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
          error={
            typed[name].trim() !== '' && amounts[name] === null ? 'An amount from 0 to 1,000,000, such as 0.15.' : null
          }
          hint={hint}
        />
      ))}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" disabled={!isComplete || save.isPending}>
          Save the price
        </Button>
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
      {save.error && <Notice kind="error">{errorSentence(save.error)}</Notice>}
    </form>
  )
}

const another = 'another'

/** A provider by its name, or any server by its address. */
function ProviderChoice({ baseUrl, onChange }: { baseUrl: string; onChange: (baseUrl: string) => void }) {
  const { query } = useEngine()
  const providers = useQuery(query.models.providers.queryOptions())
  const listed = (providers.data ?? []).filter(({ needsAddress }) => !needsAddress)
  const [id, setId] = useState('openai')
  return (
    <>
      <div className={styles.choice}>
        <span>Provider</span>
        <Select
          label="Provider"
          value={id}
          onChange={(chosen) => {
            setId(chosen)
            onChange(listed.find((entry) => entry.id === chosen)?.provider.baseUrl ?? '')
          }}
          options={[
            ...listed.map(({ id: option, label }): [string, string] => [option, label]),
            [another, 'Another address …'],
          ]}
        />
      </div>
      {id === another && (
        <TextField
          label="Address"
          value={baseUrl}
          onChange={(event) => onChange(event.target.value.trim())}
          error={baseUrl === '' ? null : (ServerAddress.safeParse(baseUrl).error?.issues[0]?.message ?? null)}
          hint="Only its host and port matter."
          spellCheck={false}
        />
      )}
    </>
  )
}

function textOf(usd: number | null | undefined): string {
  return usd === null || usd === undefined ? '' : String(usd)
}
