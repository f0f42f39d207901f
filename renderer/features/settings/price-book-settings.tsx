import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ModelPrice } from '../../../shared/domain/model-price.ts'
import { useEngine } from '../../rpc/engine.tsx'
import { errorSentence } from '../../rpc/error-sentence.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './price-book-settings.module.css'

/** More rows than this are found by searching; the count of the rest is said. */
const shownRows = 40

export function PriceBookSettings() {
  const { query } = useEngine()
  const book = useQuery(query.workspace.prices.queryOptions({ staleTime: Number.POSITIVE_INFINITY }))
  const [search, setSearch] = useState('embedding')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = (book.data?.prices ?? []).filter(({ provider, model }) => {
    const text = `${provider} ${model}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return (
    <Card
      title="Price book"
      note={book.data ? `US dollars per million tokens · ${book.data.source}, ${book.data.date}` : null}
    >
      <div className={styles.body}>
        {book.error && <Notice kind="error">{errorSentence(book.error)}</Notice>}
        <TextField
          label="Find a model"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          hint={`${found.length} of ${book.data?.prices.length ?? 0} models`}
        />
        {found.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Provider</th>
                <th scope="col">Model</th>
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
      </div>
    </Card>
  )
}

function PriceRow({ price }: { price: ModelPrice }) {
  return (
    <tr>
      <td>{price.provider}</td>
      <td className={styles.model}>
        {price.model}
        {price.tiered && <span className={styles.hint}> long prompts cost more</span>}
      </td>
      <td>{dollars(price.inputUsdPerMillionTokens)}</td>
      <td>{dollars(price.cachedInputUsdPerMillionTokens)}</td>
      <td>{dollars(price.outputUsdPerMillionTokens)}</td>
    </tr>
  )
}

function dollars(price: number | null): string {
  if (price === null) return '–'
  return `$${price.toFixed(price < 0.1 && price !== 0 ? 3 : 2)}`
}
