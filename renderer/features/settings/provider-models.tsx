import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatFigure } from '../../../shared/charts/format-figure.ts'
import type { OfferedModel, ProviderState } from '../../../shared/domain/provider-state.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Pill } from '../../ui/pill.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { formatPrice } from './format-price.ts'
import styles from './provider-settings.module.css'
import screenStyles from './settings-screen.module.css'
import tableStyles from './table.module.css'

/** More than this are found by typing a part of their name. */
const shownModels = 30

/** What a provider offers, asked for on demand, and one short question to one of its models. */
export function ProviderModels({ state: { label, provider } }: { state: ProviderState }) {
  const { client, query } = useEngine()
  const [isAsked, setAsked] = useState(false)
  const [model, setModel] = useState('')
  const list = useQuery(
    query.models.list.queryOptions({
      input: provider,
      enabled: isAsked,
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
  const question = useMutation({ mutationFn: () => client.models.test({ provider, model: model.trim() }) })
  const words = model.trim().toLowerCase()
  const isOne = list.data?.some((offered) => offered.model === model) === true
  const found = isOne ? list.data! : (list.data ?? []).filter((offered) => offered.model.toLowerCase().includes(words))
  return (
    <>
      <h4>Test</h4>
      <div className={screenStyles.buttons}>
        <Button disabled={list.isFetching} onClick={() => (isAsked ? void list.refetch() : setAsked(true))}>
          {list.isFetching ? 'Asking …' : 'List its models'}
        </Button>
        <span className={screenStyles.hint}>Shows that the address and the key work. Costs nothing.</span>
      </div>
      {list.error && !list.isFetching && <Notice kind="error">{errorSentence(list.error)}</Notice>}
      {list.data && (
        <p className={screenStyles.hint} role="status">
          {`${list.data.length} models. Prices in US dollars per million tokens.`}
          {provider.kind === 'azure' && ' Azure lists models; name one of your deployments to ask it.'}
        </p>
      )}
      {found.length > 0 && <ModelTable models={found.slice(0, shownModels)} chosen={model} onChoose={setModel} />}
      {found.length > shownModels && (
        <p className={screenStyles.hint}>{found.length - shownModels} more; type a part of a name below.</p>
      )}
      <form
        className={screenStyles.form}
        aria-label={`Ask a model of ${label}`}
        onSubmit={(event) => {
          event.preventDefault()
          question.mutate()
        }}
      >
        <TextField
          label="Model"
          value={model}
          maxLength={200}
          onChange={(event) => setModel(event.target.value)}
          hint="One tiny question is sent once. It may cost a fraction of a cent, and belongs to no run."
          spellCheck={false}
        />
        <div className={screenStyles.buttons}>
          <Button type="submit" disabled={model.trim() === '' || question.isPending}>
            {question.isPending ? 'Asking …' : 'Ask one tiny question'}
          </Button>
        </div>
      </form>
      {question.error && <Notice kind="error">{errorSentence(question.error)}</Notice>}
      {question.data && (
        <Notice kind="success">
          <div className={styles.reply}>{describeReply(question.data)}</div>
        </Notice>
      )}
    </>
  )
}

interface ModelTableProps {
  readonly models: readonly OfferedModel[]
  readonly chosen: string
  readonly onChoose: (model: string) => void
}

function ModelTable({ models, chosen, onChoose }: ModelTableProps) {
  return (
    // It scrolls, so that it has to be reached by keyboard: its buttons are.
    <div className={styles.models}>
      <table className={tableStyles.table} aria-label="Models">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Input</th>
            <th scope="col">Cached input</th>
            <th scope="col">Output</th>
            <th scope="col" data-text="">
              Price from
            </th>
            <th scope="col">
              <span className={tableStyles.hint}>Test</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map(({ model, shutdownDate, price }) => (
            <tr key={model}>
              <td>
                <span className={styles.chosen}>
                  {model}
                  {shutdownDate && <Retirement date={shutdownDate} />}
                </span>
              </td>
              {price ? (
                <>
                  <td>{formatPrice(price.inputUsdPerMillionTokens)}</td>
                  <td>{formatPrice(price.cachedInputUsdPerMillionTokens)}</td>
                  <td>{formatPrice(price.outputUsdPerMillionTokens)}</td>
                  <td data-text="" className={tableStyles.hint}>
                    {price.source === 'local' ? 'this machine' : price.source}
                  </td>
                </>
              ) : (
                <td colSpan={4} className={tableStyles.unknown}>
                  price unknown
                </td>
              )}
              <td>
                <Button
                  size="small"
                  variant={model === chosen ? 'default' : 'ghost'}
                  aria-pressed={model === chosen}
                  aria-label={`Choose ${model}`}
                  onClick={() => onChoose(model)}
                >
                  Choose
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Retirement({ date }: { date: string }) {
  const isOver = date <= new Date().toISOString().slice(0, 10)
  return (
    <Pill kind="warning">
      {isOver ? 'retired' : 'retires'} {date}
    </Pill>
  )
}

interface Reply {
  readonly text: string
  readonly finishReason: string
  readonly servedModel: string | null
  readonly latencyMs: number
  readonly costUsd: number | null
}

function describeReply({ text, finishReason, servedModel, latencyMs, costUsd }: Reply): string {
  const said = text.trim() === '' ? 'nothing' : `“${text.trim()}”`
  const cut = finishReason === 'length' ? ', cut off at 64 tokens' : ''
  const cost = costUsd === null ? 'The cost is not known.' : `It cost ${formatFigure(costUsd, 'usd')}.`
  return `${servedModel ?? 'The model'} answered ${said}${cut} in ${Math.round(latencyMs)} ms. ${cost}`
}
