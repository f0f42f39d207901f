import type { z } from 'zod'
import type { SweepSpec } from '../../shared/domain/recipe.ts'

export const sampleName = 'sample'

/**
 * The first sweep of the sample: five ways to cut its pages, each searched by words, by vectors and by both. Small
 * chunks win at equal token budgets, hybrid search on paraphrased questions; whole pages rank documents well but waste
 * the context.
 */
export const sampleSweep = {
  name: 'Sample: chunking × search',
  eval: sampleName,
  base: {},
  grid: {
    chunking: [
      { kind: 'none' },
      { kind: 'fixed', sizeTokens: 200, overlapTokens: 0 },
      { kind: 'recursive', sizeTokens: 400, overlapTokens: 50 },
      { kind: 'sentence', sizeTokens: 100, overlapTokens: 25 },
      { kind: 'markdown', sizeTokens: 200, overlapTokens: 0 },
    ],
    'search.mode': ['fulltext', 'vector', 'hybrid'],
  },
} satisfies z.input<typeof SweepSpec>
