import type { StoragePrice } from '../../../shared/domain/storage-price.ts'

/** A cost that rests on what the user entered, not on what was measured. */
export interface EnteredCost {
  readonly usd: number
  readonly source: 'your entry' | 'local'
}

/** What an index of so many bytes costs a month; a gigabyte is 10⁹ bytes, as providers bill it. */
export function storageCostPerMonth(bytes: number, price: StoragePrice): EnteredCost {
  const { usdPerGigabyteMonth } = price
  return { usd: (bytes / 1e9) * usdPerGigabyteMonth, source: usdPerGigabyteMonth === 0 ? 'local' : 'your entry' }
}
