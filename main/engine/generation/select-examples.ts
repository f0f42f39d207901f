import type { FewShot } from '../../../shared/domain/generation.ts'
import { createExampleSelector, type PoolExample, type ShownExample } from './create-example-selector.ts'

interface Selection {
  readonly settings: FewShot
  readonly pool: readonly PoolExample[]
  /** All queries of the split that is scored: none of them is shown, by id or by text. */
  readonly excluded: readonly { readonly queryId: string; readonly text: string }[]
}

/** The last selector over each pool: a run asks for every query of a split with the same three. */
const selectors = new WeakMap<
  readonly PoolExample[],
  Omit<Selection, 'pool'> & { select: (query: string) => ShownExample[] }
>()

/**
 * The examples that the prompt for one question shows, as `createExampleSelector` chooses them.
 * @param input `pool`, `excluded` and `settings` are kept by identity: pass the same ones for every query of a run.
 */
export function selectExamples(input: Selection & { readonly query: string }): ShownExample[] {
  const { settings, pool, excluded } = input
  const kept = selectors.get(pool)
  if (kept?.settings === settings && kept.excluded === excluded) return kept.select(input.query)
  const select = createExampleSelector({ settings, pool, scored: excluded })
  selectors.set(pool, { settings, excluded, select })
  return select(input.query)
}
