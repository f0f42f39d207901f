import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FineTuneJob } from '../../../shared/domain/fine-tune-job.ts'
import { priceKey } from '../../../shared/domain/price-overrides.ts'
import { tunedGeneration } from '../../../shared/domain/tuned-generation.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { useReadOnly } from '../../rpc/use-read-only.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './finetunes.module.css'

/** What the tuned model costs per token: its own price, which no price book holds. */
export function TunedPrice({ job }: { job: FineTuneJob }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [input, setInput] = useState('')
  const [output, setOutput] = useState('')
  const generation = tunedGeneration(job, null)
  const own = useQuery(query.money.ownPrices.queryOptions())
  const provider = generation?.provider ?? null
  const model = generation?.model ?? ''
  const save = useMutation({
    mutationFn: async () => {
      if (!provider) return
      await client.money.setPrice({
        ...{ baseUrl: provider.baseUrl, model },
        price: {
          inputUsdPerMillionTokens: Number(input),
          outputUsdPerMillionTokens: Number(output),
          cachedInputUsdPerMillionTokens: null,
          usdPerThousandSearches: null,
        },
      })
    },
    onSuccess: () => {
      setInput('')
      setOutput('')
      return queries.invalidateQueries({ queryKey: query.money.key() })
    },
  })
  const isReadOnly = useReadOnly()
  if (!provider) return null
  const known = own.data?.find(({ key }) => key === priceKey(provider, model))
  const isValid = isPrice(input) && isPrice(output)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (isValid) save.mutate()
      }}
    >
      {save.error && <Notice kind="error">{errorSentence(save.error)}</Notice>}
      <p className={styles.quiet}>
        {known
          ? `Your price: $${known.inputUsdPerMillionTokens} in, $${known.outputUsdPerMillionTokens} out per 1M tokens${known.enteredOn ? `, ${known.enteredOn}` : ''}.`
          : 'You have entered no price of this model; where none is known, its runs have no cost.'}
      </p>
      {!isReadOnly && (
        <>
          <TextField
            label="Input, $ / 1M tokens"
            inputMode="decimal"
            value={input}
            onChange={(event) => setInput(event.target.value)}
          />
          <TextField
            label="Output, $ / 1M tokens"
            inputMode="decimal"
            value={output}
            onChange={(event) => setOutput(event.target.value)}
          />
          <div className={styles.buttons}>
            <Button size="small" type="submit" disabled={!isValid || save.isPending}>
              Keep these prices
            </Button>
          </div>
        </>
      )}
    </form>
  )
}

function isPrice(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text)) && Number(text) >= 0
}
