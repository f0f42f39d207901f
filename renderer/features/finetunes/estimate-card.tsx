import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { FineTuneEstimate, FineTuneSpec } from '../../../shared/domain/fine-tune-job.ts'
import { isLocalTrainer } from '../../../shared/domain/trainer.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './finetunes.module.css'

interface EstimateCardProps {
  /** Null while the form is not complete. */
  spec: FineTuneSpec | null
  estimate: FineTuneEstimate | undefined
}

/** What a job will cost, with the day and the source of the price; a price that is not known can be entered. */
export function EstimateCard({ spec, estimate }: EstimateCardProps) {
  if (!spec || !estimate) {
    return (
      <Card title="Estimate">
        <p className={`${styles.cardBody} ${styles.quiet}`}>Choose the data and the base model first.</p>
      </Card>
    )
  }
  const { costUsd, trainTokens, epochs, epochsAssumed, usdPerMillionTokens, priceSource, priceDate, warnings } =
    estimate
  return (
    <Card title="Estimate">
      <div className={styles.cardBody}>
        <p>
          <strong>{costUsd === null ? 'cost not known' : formatFigure(costUsd, 'usd')}</strong>{' '}
          {trainTokens.toLocaleString('en-US')} tokens × {epochs} epochs{epochsAssumed && ' (assumed)'}
          {usdPerMillionTokens !== null && ` × $${usdPerMillionTokens} / 1M`}
        </p>
        {priceSource && (
          <p className={styles.quiet}>
            Price: {priceSource}, {priceDate}
          </p>
        )}
        <ul className={styles.notes}>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
        {!isLocalTrainer(spec.trainer) && priceSource !== 'local' && (
          <PriceEntry key={`${spec.baseModel} ${spec.trainer.baseUrl}`} spec={spec} known={usdPerMillionTokens} />
        )}
      </div>
    </Card>
  )
}

function PriceEntry({ spec, known }: { spec: FineTuneSpec; known: number | null }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [text, setText] = useState('')
  const value = Number(text)
  const isValid = text.trim() !== '' && Number.isFinite(value) && value >= 0
  const save = useMutation({
    mutationFn: () =>
      client.fineTunes.setPrice({ trainer: spec.trainer, baseModel: spec.baseModel, usdPerMillionTokens: value }),
    onSuccess: () => {
      setText('')
      return queries.invalidateQueries({ queryKey: query.fineTunes.estimate.key() })
    },
  })
  return (
    <form
      className={styles.priceEntry}
      onSubmit={(event) => {
        event.preventDefault()
        if (isValid) save.mutate()
      }}
    >
      {save.error && <Notice kind="error">{errorSentence(save.error)}</Notice>}
      <TextField
        label="Training price, $ / 1M tokens"
        inputMode="decimal"
        value={text}
        placeholder={known === null ? 'not known' : String(known)}
        error={text.trim() === '' || isValid ? null : 'Not a price.'}
        onChange={(event) => setText(event.target.value)}
      />
      <Button size="small" type="submit" disabled={!isValid || save.isPending}>
        Keep this price
      </Button>
    </form>
  )
}
