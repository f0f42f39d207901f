import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRecipe, setRecipeFields } from '../../../main/engine/experiments/recipes/recipe-fields.ts'
import { defaultUserPrompt } from '../../../shared/domain/generation.ts'

describe('setRecipeFields', () => {
  test('sets dotted fields and leaves the base as it was', () => {
    const base = { search: { k: 10, mode: 'hybrid' } }
    expect(setRecipeFields(base, { 'search.k': 20, 'chunking.kind': 'fixed' })).toEqual({
      search: { k: 20, mode: 'hybrid' },
      chunking: { kind: 'fixed' },
    })
    expect(base).toEqual({ search: { k: 10, mode: 'hybrid' } })
  })

  test('another kind gives up the settings of the one before it, the same kind keeps them', () => {
    const base = { search: { fusion: { kind: 'minmax', alpha: 0.7 } } }
    expect(setRecipeFields(base, { 'search.fusion.kind': 'rrf' })).toEqual({ search: { fusion: { kind: 'rrf' } } })
    expect(setRecipeFields(base, { 'search.fusion.kind': 'minmax' })).toEqual(base)
    const both = { 'search.fusion.rankConstant': 10, 'search.fusion.kind': 'rrf' }
    expect(setRecipeFields(base, both)).toEqual({ search: { fusion: { kind: 'rrf', rankConstant: 10 } } })
  })

  test('never reaches outside the recipe', () => {
    for (const field of ['__proto__.polluted', 'search.__proto__.polluted', 'constructor.prototype.polluted']) {
      try {
        setRecipeFields({}, { [field]: true })
      } catch (error) {
        expect(error).toMatchObject({ code: 'INVALID_INPUT' })
      }
    }
    expect('polluted' in {}).toBe(false)
  })
})

describe('parseRecipe', () => {
  test('an empty recipe is complete, and a complete one stays as it is', () => {
    const recipe = parseRecipe({})
    expect(recipe).toEqual({
      rung: 'rag',
      chunking: { kind: 'recursive', sizeTokens: 400, overlapTokens: 50, includeTitle: true },
      embedding: { kind: 'builtin', variant: 'w384', seed: 0 },
      search: { mode: 'hybrid', k: 100, depth: 100, fusion: { kind: 'minmax', alpha: 0.3 }, language: 'English' },
      rerank: { kind: 'none' },
      context: { passages: 8, scoreFloor: null, budgetTokens: 2000, removeOverlaps: true },
      prompt: { system: null, user: defaultUserPrompt, examples: { kind: 'none' }, notFound: 'not found' },
      generation: null,
    })
    expect(parseRecipe(recipe)).toEqual(recipe)
  })

  test('a part without its kind takes the default one', () => {
    expect(parseRecipe({ embedding: { seed: 4 }, search: { fusion: { alpha: 0.9 } } })).toMatchObject({
      embedding: { kind: 'builtin', seed: 4 },
      search: { fusion: { kind: 'minmax', alpha: 0.9 } },
    })
  })

  test.each([
    [{ chunking: { sizeTokens: 100, overlapTokens: 100 } }, 'chunking.overlapTokens must be smaller than sizeTokens'],
    [{ search: { mode: 'vector', k: 101 } }, 'search.k must not exceed the candidates that depth gives'],
    [{ embedding: { kind: 'none' } }, 'embedding.kind must not be none when search.mode is vector or hybrid'],
    [{ rung: 'finetune' }, 'generation.model must be given when rung is prompt, finetune or hybrid'],
    [{ rung: 'prompt' }, 'generation.model must be given when rung is prompt'],
    [{ rung: 'prompt', generation: { model: 'extractive' } }, 'the extractive reader needs retrieved passages'],
    [{ generation: { model: 'm' }, prompt: { user: 'no question' } }, 'must hold {{query}}'],
    [{ embedding: { kind: 'openai', secretName: 'sk-123' } }, 'must be the name of an environment variable'],
    [[], 'the recipe must be an object'],
    [null, 'the recipe must be an object'],
  ])('refuses %j: %s', (candidate, sentence) => {
    const wrong = () => parseRecipe(candidate)
    expect(wrong).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }))
    expect(wrong).toThrow(sentence)
    expect(wrong).toThrow(/^The recipe is not valid: .*\. Nothing was started\.$/)
  })

  test('any JSON is either a recipe or refused in a sentence', () => {
    const fields = fc.dictionary(
      fc.constantFrom('rung', 'chunking', 'embedding', 'search', 'kind', 'fusion', 'k', 'mode', 'sizeTokens', 'x'),
      fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.dictionary(fc.constantFrom('kind', 'k', 'fusion'), fc.jsonValue())),
    )
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fields), (candidate) => {
        try {
          const recipe = parseRecipe(candidate)
          expect(parseRecipe(recipe)).toEqual(recipe)
        } catch (error) {
          expect(error).toMatchObject({ name: 'AppError', code: 'INVALID_INPUT' })
          expect(String(error)).not.toMatch(/undefined|\[object/)
        }
      }),
    )
  })
})
