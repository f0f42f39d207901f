import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { MonthSpending, SpendingLine } from '../../../shared/domain/month-spending.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { readUsd } from './read-usd.ts'
import styles from './settings-screen.module.css'
import tableStyles from './table.module.css'

const stageLabels: Record<SpendingLine['stage'], string> = {
  training: 'Fine-tuning',
  embedding: 'Embedding',
  rerank: 'Reranking',
  generation: 'Answers',
  judge: 'Judging',
  storage: 'Storage',
}

/** The month's cap and what was spent of it. */
export function BudgetSettings() {
  const { query } = useEngine()
  const month = useQuery(query.money.month.queryOptions())
  return (
    <Card title="Budget" note={month.data ? `US dollars · ${monthName(month.data.month)}, by UTC` : null}>
      <div className={styles.body}>
        {month.error && <Notice kind="error">{errorSentence(month.error)}</Notice>}
        {month.data && (
          <>
            <CapForm key={month.data.capUsd} capUsd={month.data.capUsd} />
            <Spent month={month.data} />
          </>
        )}
      </div>
    </Card>
  )
}

function CapForm({ capUsd }: { capUsd: number | null }) {
  const { client, query } = useEngine()
  const queries = useQueryClient()
  const [text, setText] = useState(capUsd === null ? '' : String(capUsd))
  const save = useMutation({
    mutationFn: (monthlyUsd: number | null) => client.money.setBudget({ monthlyUsd }),
    onSuccess: (month) => queries.setQueryData(query.money.month.queryKey(), month),
  })
  const usd = readUsd(text)
  const isEmpty = text.trim() === ''
  const problem = isEmpty || (usd !== null && usd > 0) ? null : 'An amount above 0 and up to 1,000,000, such as 25.'
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (problem === null) save.mutate(isEmpty ? null : usd)
      }}
    >
      <TextField
        label="Cap for a month, in $"
        inputMode="decimal"
        value={text}
        placeholder="no cap"
        onChange={(event) => setText(event.target.value)}
        error={problem}
        hint="When a request could go over it, the request is not sent: the run stops, keeps every answer and can be resumed. Under a cap, runs do not ask models without a known price."
      />
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" disabled={problem !== null || usd === capUsd || save.isPending}>
          Save the cap
        </Button>
        {capUsd !== null && (
          <Button disabled={save.isPending} onClick={() => save.mutate(null)}>
            Remove the cap
          </Button>
        )}
      </div>
      {save.error && <Notice kind="error">{errorSentence(save.error)}</Notice>}
    </form>
  )
}

function Spent({ month }: { month: MonthSpending }) {
  const { capUsd, confirmedUsd, unconfirmedUsd, sendingUsd, lines } = month
  const counted = confirmedUsd + unconfirmedUsd + sendingUsd
  const unpriced = lines.reduce((sum, line) => sum + line.unpricedCalls, 0)
  const rows: readonly (readonly [label: string, usd: number, hint: string])[] = [
    ['Confirmed', confirmedUsd, 'answered, at the usage that the provider reported'],
    ['Unconfirmed', unconfirmedUsd, 'sent without an answer; the most it can have cost'],
    ['On its way', sendingUsd, 'being answered now; the most it can cost'],
  ]
  return (
    <>
      <dl className={styles.spending} aria-label="Spent this month">
        {rows.map(([label, usd, hint]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className={styles.figure}>{formatFigure(usd, 'usd')}</dd>
            <dd className={styles.hint}>{hint}</dd>
          </div>
        ))}
        <div>
          <dt>Counts towards the cap</dt>
          <dd className={styles.figure}>
            <strong>{formatFigure(counted, 'usd')}</strong>
          </dd>
          <dd className={styles.hint}>
            {capUsd === null ? 'there is no cap' : `of ${formatFigure(capUsd, 'usd')}, all three together`}
          </dd>
        </div>
      </dl>
      {capUsd !== null && <ProgressBar fraction={Math.min(1, counted / capUsd)} label="Of the month's cap" />}
      {unpriced > 0 && (
        <Notice kind="warning">
          {`${unpriced.toLocaleString('en-US')} ${unpriced === 1 ? 'call' : 'calls'} went to models whose price was not known: they cost something that is in none of these figures. Enter their price in the price book.`}
        </Notice>
      )}
      {lines.length > 0 && <Lines lines={lines} />}
      <p className={styles.hint}>
        Answers that were paid for before and come from the cache cost nothing again. Calls to models on this machine
        count as $0.00. Tests on this screen and pilots are counted, though they belong to no run.
      </p>
    </>
  )
}

function Lines({ lines }: { lines: readonly SpendingLine[] }) {
  return (
    <table className={tableStyles.table} aria-label="Spent this month by stage and model">
      <thead>
        <tr>
          <th scope="col">Stage</th>
          <th scope="col" data-text="">
            Model
          </th>
          <th scope="col">Calls</th>
          <th scope="col">Unconfirmed</th>
          <th scope="col">Spent</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ stage, model, calls, unconfirmedCalls, unpricedCalls, spentUsd }) => (
          <tr key={`${stage} ${model}`}>
            <td>{stageLabels[stage]}</td>
            <td data-text="">{model}</td>
            <td>{calls.toLocaleString('en-US')}</td>
            <td>{unconfirmedCalls.toLocaleString('en-US')}</td>
            <td>
              {unpricedCalls === calls ? 'price unknown' : formatFigure(spentUsd, 'usd')}
              {unpricedCalls > 0 && unpricedCalls < calls && (
                <span className={tableStyles.hint}> and {unpricedCalls} at an unknown price</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function monthName(month: string): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString('en-US', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
}
