import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import { ServingSettings } from '../../../shared/domain/monthly-cost.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { hasTunedModel } from '../../../shared/domain/rung.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './monthly-cost-card.module.css'

/** Asked for only where a tuned model answers. */
const tunedFields = [
  ['trainingMonths', 'Months to next training'],
  ['hostingUsdPerMonth', 'Hosting, $ a month'],
] as const satisfies readonly (readonly [keyof ServingSettings, string])[]

const fields = [
  ['queriesPerMonth', 'Queries a month'],
  ['setupMonths', 'Months to next index'],
  ['storageUsdPerGigabyteMonth', 'Storage, $ a GB a month'],
] as const satisfies readonly (readonly [keyof ServingSettings, string])[]

/** What the recipe would cost a month. Volume and storage price are the user's entries, kept for all runs. */
export function MonthlyCostCard({ run }: { run: Run }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const options = query.results.monthlyCost.queryOptions({ input: { runId: run.runId } })
  const { data: cost, error } = useQuery(options)
  const save = useMutation({
    mutationFn: (serving: ServingSettings) => client.money.setServing(serving),
    // Every run's figures rest on the same entries.
    onSuccess: () => queries.invalidateQueries({ queryKey: query.results.monthlyCost.key() }),
  })
  const failure = error ?? save.error
  const isTuned = hasTunedModel(run.recipe?.rung)
  return (
    <Card title="Monthly cost" note="volume and storage price: your entries, not measured">
      <div className={styles.body}>
        {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
        {cost && (
          <>
            <div className={styles.fields}>
              {[...fields, ...(isTuned ? tunedFields : [])].map(([name, label]) => (
                <ServingField
                  key={`${name} ${cost.serving[name]}`}
                  label={label}
                  value={cost.serving[name]}
                  parse={(value) => {
                    const parsed = ServingSettings.safeParse({ ...cost.serving, [name]: value })
                    return parsed.success ? parsed.data : null
                  }}
                  onSave={save.mutate}
                />
              ))}
            </div>
            <dl className={styles.lines}>
              <Line label="Answering" usd={cost.answeringUsd} />
              <Line label="Index storage" usd={cost.storageUsd} />
              <Line label="Set-up, its share" usd={cost.setupShareUsd} />
              {isTuned && (
                <>
                  <Line
                    label={`Training, its share${cost.trainingIsEstimate ? ', estimated' : ''}`}
                    usd={cost.trainingShareUsd}
                  />
                  <Line label="Hosting" usd={cost.hostingUsd} />
                </>
              )}
              <Line label="Total a month" usd={cost.totalUsd} strong />
            </dl>
          </>
        )}
      </div>
    </Card>
  )
}

interface ServingFieldProps {
  label: string
  /** Null = not entered. */
  value: number | null
  /** Null when the value is not allowed. */
  parse: (value: number) => ServingSettings | null
  onSave: (serving: ServingSettings) => void
}

/** Saved when the field is left or Enter is pressed. */
function ServingField({ label, value, parse, onSave }: ServingFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value))
  const number = Number(text.replaceAll(',', ''))
  const serving = text.trim() === '' ? null : parse(number)
  const save = () => {
    if (serving && number !== value) onSave(serving)
  }
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') save()
      }}
      error={serving || (value === null && text === '') ? null : 'Not a number that can be used here.'}
    />
  )
}

function Line({ label, usd, strong = false }: { label: string; usd: number | null; strong?: boolean }) {
  const figure = usd === null ? 'price not known' : formatFigure(usd, 'usd')
  return (
    <div>
      <dt>{label}</dt>
      <dd>{strong ? <strong>{figure}</strong> : figure}</dd>
    </div>
  )
}
