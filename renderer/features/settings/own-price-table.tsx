import { useMutation } from '@tanstack/react-query'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { formatPrice } from './format-price.ts'
import type { EditedPrice } from './own-price-form.tsx'
import tableStyles from './table.module.css'
import { useProviderChange } from './use-provider-change.ts'
import { useUndoToast } from './use-undo-toast.ts'

interface OwnPrice {
  readonly key: string
  readonly host: string
  readonly model: string
  readonly inputUsdPerMillionTokens: number
  readonly cachedInputUsdPerMillionTokens: number | null
  readonly outputUsdPerMillionTokens: number
  readonly usdPerThousandSearches: number | null
  readonly enteredOn: string | null
}

interface OwnPriceTableProps {
  readonly prices: readonly OwnPrice[]
  readonly onEdit: (price: EditedPrice) => void
}

/** The user's own prices. A price of nothing is shown as one, with who says so. */
export function OwnPriceTable({ prices, onEdit }: OwnPriceTableProps) {
  const { client } = useEngine()
  const refresh = useProviderChange()
  const sayRemoved = useUndoToast()
  const remove = useMutation({
    mutationFn: ({ key }: OwnPrice) => client.money.removePrice({ key }),
    onSuccess: (_removed, { host, model, enteredOn: _entered, key: _key, ...price }) => {
      refresh()
      sayRemoved(`Your price of ${model} is removed.`, () =>
        client.money.setPrice({ baseUrl: `https://${host}`, model, price }),
      )
    },
  })
  return (
    <>
      {remove.error && <Notice kind="error">{errorSentence(remove.error)}</Notice>}
      <table className={tableStyles.table} aria-label="Your entries">
        <thead>
          <tr>
            <th scope="col">Your entries</th>
            <th scope="col" data-text="">
              Model
            </th>
            <th scope="col">Input</th>
            <th scope="col">Cached input</th>
            <th scope="col">Output</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {prices.map((price) => {
            const { key, host, model, enteredOn } = price
            return (
              <tr key={key}>
                <td>
                  {host}
                  <div className={tableStyles.hint}>your entry{enteredOn ? `, ${enteredOn}` : ''}</div>
                </td>
                <td data-text="">{model}</td>
                <td>{formatPrice(price.inputUsdPerMillionTokens)}</td>
                <td>
                  {price.cachedInputUsdPerMillionTokens === null
                    ? 'as input'
                    : formatPrice(price.cachedInputUsdPerMillionTokens)}
                </td>
                <td>
                  {formatPrice(price.outputUsdPerMillionTokens)}
                  {price.usdPerThousandSearches !== null && (
                    <div
                      className={tableStyles.hint}
                    >{`and ${formatPrice(price.usdPerThousandSearches)} for 1,000 searches`}</div>
                  )}
                </td>
                <td>
                  <span className={tableStyles.actions}>
                    <Button
                      size="small"
                      variant="ghost"
                      aria-label={`Edit the price of ${model}`}
                      onClick={() => onEdit({ ...price, baseUrl: `https://${host}` })}
                    >
                      Edit
                    </Button>
                    <Button
                      size="small"
                      variant="ghost"
                      aria-label={`Remove the price of ${model}`}
                      disabled={remove.isPending}
                      onClick={() => remove.mutate(price)}
                    >
                      Remove
                    </Button>
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </>
  )
}
