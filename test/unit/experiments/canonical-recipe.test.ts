import { describe, expect, test } from 'vitest'
import { recipeHash } from '../../../main/engine/experiments/recipes/canonical-recipe.ts'
import { parseRecipe, setRecipeFields } from '../../../main/engine/experiments/recipes/recipe-fields.ts'

const hash = (fields: Record<string, unknown>) => recipeHash(parseRecipe(setRecipeFields({}, fields)))
const whole = { 'chunking.kind': 'none' }
const openai = { 'embedding.kind': 'openai' }

describe('recipeHash', () => {
  test('is SHA-256 in hex, and does not depend on the order of fields', () => {
    expect(hash({})).toMatch(/^[0-9a-f]{64}$/)
    const { search, chunking, embedding, rung, ...rest } = parseRecipe({})
    const { mode, k, depth, fusion, language } = search
    expect(recipeHash({ search: { language, fusion, depth, k, mode }, embedding, chunking, rung, ...rest })).toBe(
      hash({}),
    )
  })

  test.each([
    ['sizes of whole documents', { ...whole, 'chunking.sizeTokens': 200 }, whole],
    [
      'the embedding of full-text search',
      { 'search.mode': 'fulltext', 'embedding.seed': 5 },
      { 'search.mode': 'fulltext' },
    ],
    ['the fusion of one side', { 'search.mode': 'vector', 'search.fusion.alpha': 1 }, { 'search.mode': 'vector' }],
    [
      'the language of vector search',
      { 'search.mode': 'vector', 'search.language': 'German' },
      { 'search.mode': 'vector' },
    ],
    [
      'how a remote model is reached',
      { ...openai, 'embedding.batchInputs': 8, 'embedding.secretName': 'MY_KEY' },
      openai,
    ],
  ])('leaves out what cannot change results: %s', (_what, one, other) => {
    expect(hash(one)).toBe(hash(other))
  })

  test.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['titles in whole documents', { ...whole, 'chunking.includeTitle': false }, whole],
    ['the size of chunks', { 'chunking.sizeTokens': 200 }, {}],
    ['the seed of the embedder', { 'embedding.seed': 1 }, {}],
    ['the model', { ...openai, 'embedding.model': 'other' }, openai],
    ['the address of the model', { ...openai, 'embedding.baseUrl': 'http://localhost:1/v1' }, openai],
    ['the weight of hybrid search', { 'search.fusion.alpha': 0.31 }, {}],
    ['the candidates of each side', { 'search.depth': 200 }, {}],
    ['the length of the ranking', { 'search.k': 99 }, {}],
    ['the language of full-text search', { 'search.language': 'German' }, {}],
  ])('changes with what can change results: %s', (_what, one, other) => {
    expect(hash(one)).not.toBe(hash(other))
  })
})
