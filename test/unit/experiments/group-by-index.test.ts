import { describe, expect, test } from 'vitest'
import { expandGrid } from '../../../main/engine/experiments/recipes/expand-grid.ts'
import { groupByIndex } from '../../../main/engine/experiments/recipes/group-by-index.ts'
import type { IndexRecord } from '../../../main/ports/index-store.ts'
import type { CorpusVersionId } from '../../../shared/domain/ids.ts'
import type { Embedding, Recipe } from '../../../shared/domain/recipe.ts'

const version = 'v1' as CorpusVersionId
const keyOf = (embedding: Embedding) => (embedding.kind === 'builtin' ? embedding.variant : embedding.kind)
const empty = { findForFulltext: () => null }
const group = (recipes: readonly Recipe[], indexes: Parameters<typeof groupByIndex>[3] = empty) =>
  groupByIndex(recipes, version, keyOf, indexes)

describe('groupByIndex', () => {
  test('24 recipes need each distinct index once, and full-text search joins one with vectors', () => {
    const { recipes } = expandGrid({
      base: {},
      grid: {
        'chunking.kind': ['recursive', 'fixed'],
        'chunking.sizeTokens': [200, 400],
        'search.mode': ['fulltext', 'vector', 'hybrid'],
        'search.k': [10, 100],
      },
    })
    expect(recipes).toHaveLength(24)
    const groups = group(recipes)
    expect(groups.map(({ plan }) => [plan.chunking.kind, plan.chunking.sizeTokens, plan.key.embeddingKey])).toEqual([
      ['recursive', 200, 'w384'],
      ['recursive', 400, 'w384'],
      ['fixed', 200, 'w384'],
      ['fixed', 400, 'w384'],
    ])
    expect(groups.map((member) => member.recipes)).toEqual([
      [0, 1, 2, 3, 4, 5],
      [6, 7, 8, 9, 10, 11],
      [12, 13, 14, 15, 16, 17],
      [18, 19, 20, 21, 22, 23],
    ])
  })

  test('every recipe is in exactly one group, whose index fits it', () => {
    const { recipes } = expandGrid({
      base: {},
      grid: {
        'search.mode': ['fulltext', 'hybrid', 'vector'],
        'embedding.variant': ['w384', 'w512'],
        'search.language': ['English', 'German'],
        'chunking.kind': ['none', 'sentence'],
      },
    })
    const groups = group(recipes)
    expect(groups.flatMap((member) => member.recipes).toSorted((a, b) => a - b)).toEqual([...recipes.keys()])
    expect(new Set(groups.map(({ plan }) => JSON.stringify(plan.key))).size).toBe(groups.length)
    for (const { plan, recipes: members } of groups) {
      for (const { chunking, search, embedding } of members.map((index) => recipes[index]!)) {
        expect(chunking.kind).toBe(plan.chunking.kind)
        if (search.mode !== 'vector') expect(search.language).toBe(plan.language)
        if (search.mode !== 'fulltext') expect(keyOf(embedding)).toBe(plan.key.embeddingKey)
      }
    }
  })

  test('full-text search alone takes an index that exists, else one without vectors', () => {
    const { recipes } = expandGrid({ base: { search: { mode: 'fulltext' } }, grid: { 'search.k': [10, 20] } })
    expect(group(recipes)).toMatchObject([{ plan: { key: { embeddingKey: 'none' } }, recipes: [0, 1] }])
    const existing = { embeddingKey: 'w512' } as IndexRecord
    expect(group(recipes, { findForFulltext: () => existing })).toMatchObject([
      { plan: { key: { embeddingKey: 'w512' } }, recipes: [0, 1] },
    ])
  })
})
