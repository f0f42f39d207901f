import type { TokenPrice } from '../../../shared/domain/ledger.ts'

/** What one search holds: https://cohere.com/pricing counts up to 100 documents, a longer one than 500 tokens as several. */
const documentsOfSearch = 100
const tokensOfDocument = 500

/** The price of one request to a reranker, with as many searches in it as are billed. @param tokens of each text with its query. */
export function priceOfSearch(price: TokenPrice | null, tokens: readonly number[]): TokenPrice | null {
  if (price?.usdPerRequest === undefined) return price
  const documents = tokens.reduce((sum, count) => sum + Math.max(1, Math.ceil(count / tokensOfDocument)), 0)
  return { ...price, usdPerRequest: price.usdPerRequest * Math.max(1, Math.ceil(documents / documentsOfSearch)) }
}
