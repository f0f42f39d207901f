import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandGrid } from '../../../main/engine/experiments/recipes/expand-grid.ts'
import { sampleSweep } from '../../../main/sample/sample-sweep.ts'
import {
  changedPaths,
  draftOf,
  type ExperimentDraft,
  emptyDraft,
  specOf,
} from '../../../renderer/features/new-experiment/experiment-draft.ts'
import type { FieldValue } from '../../../renderer/features/new-experiment/recipe-fields/recipe-field.ts'
import { recipeFields } from '../../../renderer/features/new-experiment/recipe-fields/recipe-fields.ts'
import { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'

/** Values that a recipe takes, for fields of each kind. */
const numbers: Readonly<Record<string, number[]>> = {
  'chunking.sizeTokens': [100, 200, 400],
  'chunking.overlapTokens': [0, 25, 50],
  'search.k': [10, 50, 100],
  'search.depth': [100, 200],
  'search.fusion.alpha': [0, 0.3, 0.7],
  'search.fusion.rankConstant': [30, 60],
  'embedding.seed': [0, 1],
  'embedding.dimensions': [128, 256],
  'rerank.candidates': [20, 50],
  'generation.temperature': [0, 0.5],
  'generation.maxOutputTokens': [100, 300],
  'generation.repetitions': [1, 3],
  'generation.seed': [0, 1],
  'generation.contextWindowTokens': [4096, 8192],
  'context.passages': [4, 8],
  'context.budgetTokens': [1000, 2000],
  'context.scoreFloor': [0, 0.5],
  'prompt.examples.count': [2, 4],
  'prompt.examples.seed': [0, 1],
}
const texts: Readonly<Record<string, string[]>> = {
  'embedding.baseUrl': ['http://127.0.0.1:8080/v1', 'https://api.openai.com/v1'],
  'embedding.model': ['a', 'b'],
  'embedding.secretName': ['KEY_A', 'KEY_B'],
  'rerank.baseUrl': ['http://127.0.0.1:8080/v1'],
  'rerank.model': ['ranker', 'other'],
  'rerank.secretName': ['KEY_A', 'KEY_B'],
  'generation.model': ['a', 'b'],
  'generation.outputSchema': ['{"type":"object"}'],
  'prompt.system': ['Be brief.', 'Be long.'],
  'prompt.user': ['{{query}}', '{{context}} {{query}}'],
  'prompt.notFound': ['not found', 'unknown'],
  'prompt.examples.split': ['train', 'dev'],
  'prompt.examples.queryIds': ['q1', 'q2'],
  ...Object.fromEntries(
    ['generation.provider', 'rerank.provider'].flatMap((union) => [
      [`${union}.kind`, ['openai']],
      [`${union}.baseUrl`, ['http://127.0.0.1:1/v1', 'https://api.openai.com/v1']],
      [`${union}.secretName`, ['KEY_A', 'KEY_B']],
      [`${union}.apiVersion`, ['2024-10-21', '2025-01-01']],
    ]),
  ),
}

const values = fc.record(
  Object.fromEntries(
    recipeFields.map(({ path, options, default: initial }) => {
      const choices: FieldValue[] =
        typeof initial === 'boolean'
          ? [true, false]
          : (numbers[path] ?? texts[path] ?? options!.map(([value]) => value))
      return [
        path,
        fc.subarray(choices, { minLength: initial === null ? 0 : 1, maxLength: Math.min(2, choices.length) }),
      ]
    }),
  ),
)
const draft: fc.Arbitrary<ExperimentDraft> = fc.record({
  name: fc.constantFrom('', 'A sweep'),
  answerWith: fc.constantFrom('none' as const, 'extractive' as const, 'model' as const),
  evaluators: fc.constantFrom([], [{ kind: 'contains' as const }]),
  budget: fc.constantFrom({ perRunUsd: null, perSweepUsd: null }, { perRunUsd: 0.5, perSweepUsd: null }),
  batch: fc.boolean(),
  values,
  otherAxes: fc.constant({}),
  otherFields: fc.constant({}),
})

describe('experiment draft', () => {
  test('the untouched form is one default recipe', () => {
    const { recipes } = expandGrid(specOf(emptyDraft, 'manual', 'test'))
    expect(recipes).toEqual([Recipe.parse({})])
  })

  test('form, JSON and form again say the same experiment', () => {
    fc.assert(
      fc.property(draft, (first) => {
        const spec = specOf(first, 'manual', 'test')
        const again = specOf(draftOf(SweepSpec.parse(JSON.parse(JSON.stringify(spec)))), 'manual', 'test')
        expect(again).toEqual(spec)
      }),
    )
  })

  test('settings of one kind are never put on another', () => {
    const both = {
      ...emptyDraft,
      values: { ...emptyDraft.values, 'search.fusion.kind': ['minmax', 'rrf'], 'search.fusion.alpha': [0.3, 0.7] },
    }
    const spec = specOf(both, undefined, undefined)
    expect(spec.grid).toEqual({
      'search.fusion': [
        { kind: 'minmax', alpha: 0.3 },
        { kind: 'minmax', alpha: 0.7 },
        { kind: 'rrf', rankConstant: 60 },
      ],
    })
    expect(expandGrid(spec).recipes).toHaveLength(3)
  })

  test('what the form cannot show comes back unchanged', () => {
    const spec = SweepSpec.parse(sampleSweep)
    const shown = draftOf(spec)
    expect(Object.keys(shown.otherAxes)).toEqual(['chunking'])
    expect(new Set(expandGrid(specOf(shown, spec.eval, undefined)).recipes)).toEqual(new Set(expandGrid(spec).recipes))
  })

  test('a repeated run keeps what answers, who asks, and how it is scored', () => {
    const recipe = Recipe.parse({
      rerank: { kind: 'model', model: 'ranker', provider: { kind: 'anthropic' } },
      generation: {
        model: 'deployment',
        provider: { kind: 'azure', baseUrl: 'https://own.openai.azure.com' },
        temperature: 0,
        outputSchema: { type: 'object', properties: { answer: { type: 'string' } } },
      },
      context: { scoreFloor: 0.2 },
      prompt: { system: '', user: 'Q: {{query}}', notFound: '', examples: { kind: 'fixed', queryIds: ['a', 'b'] } },
    })
    const started = {
      evaluators: [{ kind: 'numeric' as const, absolute: 1, relative: 0 }],
      budget: { perRunUsd: 2, perSweepUsd: null },
    }
    const spec = specOf(draftOf({ base: recipe, grid: {}, ...started }), undefined, undefined)
    expect(expandGrid(spec).recipes).toEqual([recipe])
    expect(SweepSpec.parse(spec)).toMatchObject(started)
  })

  test('a server without keys stays one', () => {
    const provider = { kind: 'openai', baseUrl: 'http://127.0.0.1:1/v1', secretName: null }
    const recipe = Recipe.parse({ rung: 'prompt', generation: { model: 'm', provider } })
    const { recipes } = expandGrid(specOf(draftOf({ base: recipe, grid: {} }), undefined, undefined))
    expect(recipes[0]!.generation).toEqual(recipe.generation)
  })

  test('several models, and the reader beside them, are one run each', () => {
    const spec = SweepSpec.parse({ grid: { 'generation.model': ['extractive', 'a', 'b'] } })
    const shown = draftOf(spec)
    expect(shown.answerWith).toBe('model')
    expect(expandGrid(specOf(shown, undefined, undefined)).recipes.map(({ generation }) => generation?.model)).toEqual([
      'extractive',
      'a',
      'b',
    ])
  })

  test('what does not matter with the choices made is not in the experiment', () => {
    const reading = specOf({ ...emptyDraft, answerWith: 'extractive' }, undefined, undefined)
    expect(reading.base.generation).toEqual({ model: 'extractive' })
    expect(reading.base.prompt).toEqual({ notFound: 'not found' })
    const prompting = specOf(
      { ...emptyDraft, values: { ...emptyDraft.values, rung: ['prompt'], 'generation.model': ['m'] } },
      undefined,
      undefined,
    )
    expect(Object.keys(prompting.base)).toEqual(['rung', 'generation', 'prompt'])
    expect(expandGrid(prompting).recipes).toHaveLength(1)
  })

  test('a wrong value stays, so that the problem can name it', () => {
    const typed = { ...emptyDraft, values: { ...emptyDraft.values, 'chunking.sizeTokens': ['many'] } }
    expect(() => expandGrid(specOf(typed, undefined, undefined))).toThrow(/chunking.sizeTokens must be .*"many"/)
  })

  test('a run that is repeated differs in nothing until something is changed', () => {
    const source = draftOf({ base: Recipe.parse({ search: { mode: 'vector' } }), grid: {} })
    expect(changedPaths(source, source)).toEqual(new Set())
    const changed = { ...source, values: { ...source.values, 'chunking.sizeTokens': [400, 800] } }
    expect(changedPaths(changed, source)).toEqual(new Set(['chunking.sizeTokens']))
  })
})
