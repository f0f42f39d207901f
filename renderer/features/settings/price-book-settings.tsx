import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelPrice } from '../../../shared/domain/model-price.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { formatPrice } from './format-price.ts'
import { type EditedPrice, OwnPriceForm } from './own-price-form.tsx'
import { OwnPriceTable } from './own-price-table.tsx'
import styles from './price-book-settings.module.css'
import tableStyles from './table.module.css'

/** More rows than this are found by searching; the count of the rest is said. */
const shownRows = 20

/** What models cost: the book that comes with Rungs, and the user's own entries before it. */
export function PriceBookSettings() {
  const { query } = useEngine()
  const book = useQuery(query.workspace.prices.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const own = useQuery(query.money.ownPrices.queryOptions())
  const [search, setSearch] = useState('')
  const [edited, setEdited] = useState<EditedPrice | null>(null)
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const isFound = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const found = (book.data?.prices ?? []).filter(({ provider, model }) => isFound(`${provider} ${model}`))
  const foundOwn = (own.data ?? []).filter(({ key }) => isFound(`your entry ${key}`))
  const failure = book.error ?? own.error
  return (
    <Card
      title="Price book"
      note={book.data ? `US dollars per million tokens · ${book.data.source}, ${book.data.date}` : null}
      end={
        <Button size="small" aria-expanded={edited !== null} onClick={() => setEdited(edited ? null : {})}>
          Enter a price …
        </Button>
      }
    >
      <div className={styles.body}>
        {failure && <Notice kind="error">{errorSentence(failure)}</Notice>}
        {edited && (
          <OwnPriceForm key={`${edited.baseUrl} ${edited.model}`} price={edited} onClose={() => setEdited(null)} />
        )}
        <TextField
          label="Find a model"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          hint={`${found.length} of ${book.data?.prices.length ?? 0} models in the book, ${foundOwn.length} of ${own.data?.length ?? 0} of your entries`}
        />
        {foundOwn.length > 0 && <OwnPriceTable prices={foundOwn} onEdit={setEdited} />}
        {found.length > 0 && (
          <table className={tableStyles.table} aria-label="Prices in the book">
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col" data-text="">
                  Model
                </th>
                <th scope="col">Input</th>
                <th scope="col">Cached input</th>
                <th scope="col">Output</th>
              </tr>
            </thead>
            <tbody>
              {found.slice(0, shownRows).map((price) => (
                <PriceRow key={`${price.providerId} ${price.model}`} price={price} />
              ))}
            </tbody>
          </table>
        )}
        {found.length > shownRows && (
          <p className={styles.hint}>{found.length - shownRows} more; add a word to the search to see them.</p>
        )}
        <p className={styles.hint}>
          Your entry goes before the book. What is neither here nor there, and not on this machine, has an unknown
          price: it is never counted as $0.00. “as input” says that no lower price is known; “not listed”, that the book
          has none, because it is unknown or because the model writes nothing, as embedders do.
        </p>
      </div>
    </Card>
  )
}

function PriceRow({ price }: { price: ModelPrice }) {
  return (
    <tr>
      <td>{price.provider}</td>
      <td data-text="">
        {price.model}
        {price.tiered && <span className={styles.hint}> long prompts cost more</span>}
      </td>
      <td>{formatPrice(price.inputUsdPerMillionTokens)}</td>
      <td>
        {price.cachedInputUsdPerMillionTokens === null ? 'as input' : formatPrice(price.cachedInputUsdPerMillionTokens)}
      </td>
      <td>{price.outputUsdPerMillionTokens === null ? 'not listed' : formatPrice(price.outputUsdPerMillionTokens)}</td>
    </tr>
  )
}
