import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandGrid } from '../../../main/engine/experiments/expand-grid.ts'
import { sampleSweep } from '../../../main/sample/sample-sweep.ts'
import {
  changedPaths,
  draftOf,
  type ExperimentDraft,
  emptyDraft,
  specOf,
} from '../../../renderer/features/new-experiment/experiment-draft.ts'
import { type FieldValue, recipeFields } from '../../../renderer/features/new-experiment/recipe-fields.ts'
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
}
const texts: Readonly<Record<string, string[]>> = {
  'embedding.baseUrl': ['http://127.0.0.1:8080/v1', 'https://api.openai.com/v1'],
  'embedding.model': ['a', 'b'],
  'embedding.secretName': ['KEY_A', 'KEY_B'],
}

const values = fc.record(
  Object.fromEntries(
    recipeFields.map(({ path, options, default: initial }) => {
      const choices: FieldValue[] =
        typeof initial === 'boolean'
          ? [true, false]
          : (numbers[path] ?? texts[path] ?? options!.map(([value]) => value))
      return [path, fc.subarray(choices, { minLength: initial === null ? 0 : 1, maxLength: 2 })]
    }),
  ),
)
const draft: fc.Arbitrary<ExperimentDraft> = fc.record({
  name: fc.constantFrom('', 'A sweep'),
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
