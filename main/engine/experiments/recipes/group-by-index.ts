import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { Chunking, Embedding, Recipe, SearchLanguage } from '../../../../shared/domain/recipe.ts'
import { hasRetrieval } from '../../../../shared/domain/rung.ts'
import type { IndexKey, IndexStore } from '../../../ports/index-store.ts'
import { chunkingKey } from '../../chunking/chunking-key.ts'

/** An index that recipes need: what it is made of, and its key in the database. */
export interface IndexPlan {
  readonly key: IndexKey
  readonly chunking: Chunking
  readonly embedding: Embedding
  readonly language: SearchLanguage
}

export interface IndexGroup {
  readonly plan: IndexPlan
  /** Positions of the recipes that use it, in the order given. */
  readonly recipes: readonly number[]
}

/**
 * Which indexes a set of recipes needs, each once. A full-text recipe uses any index with its chunking and language:
 * one that another recipe of the set needs, else one that exists, else one without vectors.
 */
export function groupByIndex(
  recipes: readonly Recipe[],
  corpusVersionId: CorpusVersionId,
  embeddingKeyOf: (embedding: Embedding) => string,
  indexes: Pick<IndexStore, 'findForFulltext'>,
): IndexGroup[] {
  const groups = new Map<string, { plan: IndexPlan; recipes: number[] }>()
  const join = (plan: IndexPlan, recipe: number) => {
    const name = JSON.stringify(plan.key)
    const group = groups.get(name) ?? { plan, recipes: [] }
    group.recipes.push(recipe)
    groups.set(name, group)
  }
  const planOf = (recipe: Recipe, embedding: Embedding): IndexPlan => ({
    key: {
      corpusVersionId,
      chunkingKey: chunkingKey(recipe.chunking),
      embeddingKey: embeddingKeyOf(embedding),
      language: recipe.search.language,
    },
    chunking: recipe.chunking,
    embedding,
    language: recipe.search.language,
  })

  recipes.forEach((recipe, index) => {
    if (hasRetrieval(recipe.rung) && recipe.search.mode !== 'fulltext') join(planOf(recipe, recipe.embedding), index)
  })
  recipes.forEach((recipe, index) => {
    if (!hasRetrieval(recipe.rung) || recipe.search.mode !== 'fulltext') return
    const alone = planOf(recipe, { kind: 'none' })
    const { embeddingKey: _embeddingKey, ...text } = alone.key
    const shared = [...groups.values()].find(
      ({ plan }) => plan.key.chunkingKey === text.chunkingKey && plan.key.language === text.language,
    )
    const existing = shared ? null : indexes.findForFulltext(text)
    join(
      shared?.plan ?? (existing ? { ...alone, key: { ...text, embeddingKey: existing.embeddingKey } } : alone),
      index,
    )
  })
  return [...groups.values()].map(({ plan, recipes: members }) => ({ plan, recipes: members.sort((a, b) => a - b) }))
}
