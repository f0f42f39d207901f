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

const amountProblem = 'An amount from 0 to 1,000,000, such as 0.15.'

/** What the user says that a model costs at a provider. */
export function OwnPriceForm({ price, onClose }: { price: EditedPrice; onClose: () => void }) {
  const { client } = useEngine()
  const refresh = useProviderChange()
  const [baseUrl, setBaseUrl] = useState(price.baseUrl ?? 'https://api.openai.com/v1')
  const [model, setModel] = useState(price.model ?? '')
  const [input, setInput] = useState(textOf(price.inputUsdPerMillionTokens))
  const [cached, setCached] = useState(textOf(price.cachedInputUsdPerMillionTokens))
  const [output, setOutput] = useState(textOf(price.outputUsdPerMillionTokens))
  const [searches, setSearches] = useState(textOf(price.usdPerThousandSearches))
  const isNew = price.model === undefined
  const amounts = {
    input: readUsd(input),
    cached: readUsd(cached),
    output: readUsd(output),
    searches: readUsd(searches),
  }
  const isComplete =
    ServerAddress.safeParse(baseUrl).success &&
    model.trim() !== '' &&
    amounts.input !== null &&
    amounts.output !== null &&
    (cached.trim() === '' || amounts.cached !== null) &&
    (searches.trim() === '' || amounts.searches !== null)
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
  const problem = (text: string, amount: number | null) =>
    text.trim() !== '' && amount === null ? amountProblem : null
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
      <TextField
        label="Input, $ per million"
        inputMode="decimal"
        value={input}
        onChange={(event) => setInput(event.target.value)}
        error={problem(input, amounts.input)}
        hint="Tokens of the prompt. 0 says that it costs nothing."
      />
      <TextField
        label="Cached input"
        inputMode="decimal"
        value={cached}
        onChange={(event) => setCached(event.target.value)}
        error={problem(cached, amounts.cached)}
        hint="Empty = no discount: as any other input."
      />
      <TextField
        label="Output, $ per million"
        inputMode="decimal"
        value={output}
        onChange={(event) => setOutput(event.target.value)}
        error={problem(output, amounts.output)}
        hint="Reasoning tokens included. 0 for a model that writes nothing, such as an embedder."
      />
      <TextField
        label="$ per 1,000 searches"
        inputMode="decimal"
        value={searches}
        onChange={(event) => setSearches(event.target.value)}
        error={problem(searches, amounts.searches)}
        hint="Of a reranker that sells searches, as Cohere does; its tokens then cost 0. Empty = nothing."
      />
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
