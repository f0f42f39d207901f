import { z } from 'zod'

/** The name under which a workspace keeps these settings. */
export const servingSettingsName = 'serving'

/** What serving will be like: always the user's entries, never measured. */
export const ServingSettings = z.strictObject({
  queriesPerMonth: z.int().min(0).max(10_000_000_000).default(10_000),
  /** Months until the corpus is indexed anew, over which its cost is spread. */
  setupMonths: z.number().min(1).max(120).default(12),
  /** 0 = a disk that is there anyway. */
  storageUsdPerGigabyteMonth: z.number().nonnegative().max(1_000_000).default(0),
  /** Months until a tuned model is trained anew, over which its training is spread. */
  trainingMonths: z.number().min(1).max(120).default(12),
  /** What keeping a tuned model ready costs, asked or not. Null = not entered: then only what is billed per token is 0. */
  hostingUsdPerMonth: z.number().nonnegative().max(1_000_000).nullable().default(null),
})
export type ServingSettings = z.infer<typeof ServingSettings>

const Usd = z.number().nonnegative().nullable()

/** What a run's recipe would cost a month at the volume of `serving`. Each is null when a part of it is not known. */
export const MonthlyCost = z.object({
  serving: ServingSettings,
  per1kQueriesUsd: Usd,
  answeringUsd: Usd,
  /** Of the index; 0 without one. */
  storageUsd: z.number().nonnegative(),
  setupShareUsd: Usd,
  /** Both 0 where no tuned model answers. */
  trainingShareUsd: Usd,
  hostingUsd: Usd,
  /** The share rests on an estimate: what was paid is not known. */
  trainingIsEstimate: z.boolean(),
  totalUsd: Usd,
})
export type MonthlyCost = z.infer<typeof MonthlyCost>
