import { z } from 'zod'

/** How long texts are, in o200k_base tokens: a histogram with bins that grow, and the figures that are read off it. */
export const LengthHistogram = z.object({
  /** Texts that were counted. Fewer than `texts` when only an even sample was. */
  counted: z.int().nonnegative(),
  texts: z.int().nonnegative(),
  /** Half-open [from, to) in tokens, without gaps, from the first to the last that holds a text; widths grow. */
  bins: z.array(z.object({ from: z.int().nonnegative(), to: z.int().positive(), count: z.int().nonnegative() })),
  medianTokens: z.number().nonnegative(),
  p95Tokens: z.number().nonnegative(),
  maxTokens: z.int().nonnegative(),
  /** Σ over the counted texts. */
  totalTokens: z.int().nonnegative(),
})
export type LengthHistogram = z.infer<typeof LengthHistogram>
