import { describe, expect, test } from 'vitest'
import { expandGrid } from '../../../main/engine/experiments/recipes/expand-grid.ts'

describe('expandGrid', () => {
  test('an empty grid is the base alone, completed with defaults', () => {
    const { recipes, repeated } = expandGrid({ base: { search: { k: 20 } }, grid: {} })
    expect(repeated).toBe(0)
    expect(recipes).toMatchObject([{ rung: 'rag', chunking: { sizeTokens: 400 }, search: { k: 20, depth: 100 } }])
  })

  test('gives all combinations, the last field varying fastest', () => {
    const { recipes } = expandGrid({
      base: {},
      grid: { 'chunking.sizeTokens': [200, 400], 'search.mode': ['fulltext', 'vector', 'hybrid'] },
    })
    expect(recipes.map(({ chunking, search }) => `${chunking.sizeTokens} ${search.mode}`)).toEqual([
      '200 fulltext',
      '200 vector',
      '200 hybrid',
      '400 fulltext',
      '400 vector',
      '400 hybrid',
    ])
  })

  test('runs each experiment once: fields that cannot matter do not make another one', () => {
    const { recipes, repeated } = expandGrid({
      base: {},
      grid: {
        'chunking.kind': ['none', 'recursive'],
        'chunking.sizeTokens': [200, 400],
        'search.mode': ['fulltext', 'hybrid'],
        'search.fusion.alpha': [0.3, 0.7],
      },
    })
    // Whole documents have no size, full-text search no weight: 1 + 2 with full text, 2 + 4 with hybrid.
    expect(recipes).toHaveLength(9)
    expect(repeated).toBe(7)
    expect(expandGrid({ base: {}, grid: { 'search.k': [10, 10, 20] } })).toMatchObject({ repeated: 1 })
  })

  test('another kind of embedding starts from its own defaults', () => {
    const { recipes } = expandGrid({
      base: { embedding: { kind: 'builtin', variant: 'w512', seed: 3 } },
      grid: { 'embedding.kind': ['builtin', 'openai'] },
    })
    expect(recipes.map(({ embedding }) => embedding)).toEqual([
      { kind: 'builtin', variant: 'w512', seed: 3 },
      expect.objectContaining({ kind: 'openai', model: 'text-embedding-3-small' }),
    ])
  })

  test.each([
    [
      { 'chunking.kind': ['recursiv'] },
      'chunking.kind must be one of none, fixed, recursive, sentence, markdown, not "recursiv"',
    ],
    [{ 'chunkng.kind': ['fixed'] }, 'chunkng is not a field of the recipe'],
    [{ 'search.fusion.alfa': [0.2] }, 'search.fusion.alfa is not a field of search.fusion'],
    [{ 'search.fusion.alpha': [2] }, 'search.fusion.alpha must be at most 1, not 2'],
    [{ 'search.k': ['ten'] }, 'search.k must be a number, not "ten"'],
    [{ 'embedding.kind': ['bultin'] }, 'embedding.kind must be one of builtin, openai, none, not "bultin"'],
    [{ '': [1] }, '"" is not the name of a recipe field'],
  ])('refuses %j and says which field is wrong and what is allowed', (grid, sentence) => {
    const wrong = () => expandGrid({ base: {}, grid })
    expect(wrong).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(wrong).toThrow(sentence)
  })

  test('names every field that is wrong', () => {
    const wrong = () => expandGrid({ base: { search: { k: 0, depth: 0 } }, grid: {} })
    expect(wrong).toThrow(/search\.k must be at least 1, not 0; search\.depth must be at least 1, not 0/)
  })

  test('refuses a grid that nobody can mean', () => {
    const values = Array.from({ length: 101 }, (_, index) => index + 1)
    const wrong = () => expandGrid({ base: {}, grid: { 'search.k': values, 'embedding.seed': values } })
    expect(wrong).toThrow('The grid has 10201 combinations; at most 10000')
  })
})
