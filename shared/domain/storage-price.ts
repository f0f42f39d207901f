import { z } from 'zod'

/** The name under which a workspace keeps these settings. */
export const storagePriceName = 'storagePrice'

/** What keeping an index costs: always the user's entry, never measured. 0 = a disk that is there anyway. */
export const StoragePrice = z.strictObject({
  usdPerGigabyteMonth: z.number().nonnegative().max(1_000_000).default(0),
})
export type StoragePrice = z.infer<typeof StoragePrice>
