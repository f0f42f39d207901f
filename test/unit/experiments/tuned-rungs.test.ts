import { describe, expect, test } from 'vitest'
import { monthlyCost } from '../../../main/engine/cost/monthly-cost.ts'
import { tunedCosts } from '../../../main/engine/experiments/costs/tuned-costs.ts'
import { recipeHash } from '../../../main/engine/experiments/recipes/canonical-recipe.ts'
import { expandGrid } from '../../../main/engine/experiments/recipes/expand-grid.ts'
import { nameRecipe } from '../../../main/engine/experiments/recipes/name-recipe.ts'
import { parseRecipe } from '../../../main/engine/experiments/recipes/recipe-fields.ts'
import { requireTunedJobs } from '../../../main/engine/experiments/sweeps/require-tuned-jobs.ts'
import { newFineTune } from '../../../main/engine/finetuning/new-fine-tune.ts'
import type { FineTuneRecord } from '../../../main/ports/fine-tune-store.ts'
import { draftOf, specOf } from '../../../renderer/features/new-experiment/experiment-draft.ts'
import { describeRecipe } from '../../../shared/domain/describe-recipe.ts'
import { defaultSystemPrompt } from '../../../shared/domain/generation.ts'
import { ServingSettings } from '../../../shared/domain/monthly-cost.ts'
import { recipeFields } from '../../../shared/domain/recipe-fields.ts'
import { tunedGeneration } from '../../../shared/domain/tuned-generation.ts'
import { ManualClock } from '../../support/manual-clock.ts'

const model = 'ft:gpt-4.1-mini-2025-04-14:acme:rungs:AbC'
const generation = { model, tuned: { fineTuneJobId: 'job-1' } }
const finetune = parseRecipe({ rung: 'finetune', generation })
const hybrid = parseRecipe({ rung: 'hybrid', generation })

const job = newFineTune(
  { newId: () => 'job-1', clock: new ManualClock() },
  {
    ...{ name: 'job', origin: 'started', status: 'succeeded', baseModel: 'gpt-4.1-mini-2025-04-14' },
    trainer: { kind: 'openai', baseUrl: 'https://api.openai.com/v1', secretName: 'OPENAI_API_KEY', headers: {} },
    ...{ tunedModel: model, costEstimateUsd: 24 },
  },
)
const checkpoint = {
  ...{ checkpointId: 'c1', step: 10, model: `${model}:ckpt-step-10`, path: null, createdAt: null },
  ...{ trainLoss: 1, trainAccuracy: null, validLoss: 1, validAccuracy: null },
}

describe('recipes with a tuned model', () => {
  test('of rung finetune retrieve nothing, of rung hybrid they do', () => {
    expect(describeRecipe(finetune)).toMatchObject({ mode: 'no retrieval', embedding: null, model })
    expect(describeRecipe(hybrid)).toMatchObject({ mode: 'hybrid', model })
    expect(nameRecipe(finetune)).toBe(`finetune · ${model}`)
    expect(nameRecipe(hybrid)).toContain('8 passages')
    expect(recipeFields(finetune).get('search.mode')).toBeNull()
    expect(recipeFields(hybrid).get('search.mode')).toBe('hybrid')
    expect(defaultSystemPrompt('finetune', '')).toBe(defaultSystemPrompt('prompt', ''))
    expect(defaultSystemPrompt('hybrid', '')).toBe(defaultSystemPrompt('rag', ''))
  })

  test('are the same experiment whatever the retrieval of a finetune recipe says, and another one per rung', () => {
    expect(recipeHash(parseRecipe({ rung: 'finetune', generation, search: { k: 7 } }))).toBe(recipeHash(finetune))
    expect(recipeHash(hybrid)).not.toBe(recipeHash(finetune))
    expect(recipeHash(parseRecipe({ rung: 'prompt', generation: { model } }))).not.toBe(recipeHash(finetune))
  })

  test.each([
    [{ rung: 'finetune' }, 'generation.model must be given'],
    [{ rung: 'hybrid', generation: { model: 'extractive' } }, 'generation.model must be a language model'],
    [{ rung: 'rag', generation }, 'generation.tuned belongs to a tuned model'],
  ])('are refused: %j', (candidate, sentence) => {
    expect(() => parseRecipe(candidate)).toThrow(sentence)
  })

  test('keep the hashes that recipes of the other rungs always had', () => {
    expect(recipeHash(parseRecipe({}))).toBe('1ad3c3ac0ede8e5f88add1202221d4b8af4a2edc436e95dcac9f16ba57908d98')
    expect(recipeHash(parseRecipe({ rung: 'prompt', generation: { model: 'm' } }))).toBe(
      '087db38638f8e7095ff21b15d71ddd9986ecda1e162a9c0fb8489b08398de50f',
    )
  })
})

describe('runs of a tuned model', () => {
  const fineTunes = (checkpoints: readonly (typeof checkpoint)[]) => ({
    get: (id: string): FineTuneRecord | null =>
      id === 'job-1' ? { job: { ...job, checkpoints: [...checkpoints] }, callNumber: null, pointsRevision: 0 } : null,
  })

  test('are started only when their job and its checkpoint are in the workspace', () => {
    const at = (tuned: object) => parseRecipe({ rung: 'finetune', generation: { model, tuned } })
    expect(() =>
      requireTunedJobs([finetune, at({ fineTuneJobId: 'job-1', checkpoint: 'c1' })], fineTunes([checkpoint])),
    ).not.toThrow()
    expect(() => requireTunedJobs([at({ fineTuneJobId: 'job-2' })], fineTunes([]))).toThrow(
      /job-2, which is not in this workspace/,
    )
    expect(() => requireTunedJobs([at({ fineTuneJobId: 'job-1', checkpoint: 'c2' })], fineTunes([checkpoint]))).toThrow(
      /has no checkpoint c2/,
    )
  })
})

describe('the model of a job', () => {
  test('is asked where it was trained, and so is each checkpoint', () => {
    const kept = { ...job, checkpoints: [checkpoint] }
    expect(tunedGeneration(kept, null)).toMatchObject({
      model,
      provider: { kind: 'openai', baseUrl: 'https://api.openai.com/v1' },
      tuned: { fineTuneJobId: 'job-1', checkpoint: null },
    })
    expect(tunedGeneration(kept, 'c1')).toMatchObject({ model: checkpoint.model, tuned: { checkpoint: 'c1' } })
    expect(tunedGeneration(kept, 'c2')).toBeNull()
    expect(tunedGeneration({ ...kept, trainer: null }, null)?.provider).toBeNull()
  })
})

test('a sweep over the checkpoints of a job, as the form holds it, is one run of each', () => {
  const kept = {
    ...job,
    checkpoints: [checkpoint, { ...checkpoint, checkpointId: 'c2', step: 20, model: `${model}:x` }],
  }
  const models = kept.checkpoints.map(({ checkpointId }) => tunedGeneration(kept, checkpointId))
  const draft = draftOf({ base: { rung: 'finetune' }, grid: { generation: models } })
  const { recipes } = expandGrid(specOf(draft, 'data', 'validation'))
  expect(recipes.map(({ rung, generation }) => [rung, generation?.tuned?.checkpoint])).toEqual([
    ['finetune', 'c1'],
    ['finetune', 'c2'],
  ])
})

test('the form runs one tuned model at both rungs, and forgets its job at another one', () => {
  const tuned = tunedGeneration(job, null)
  const draft = draftOf({ base: { generation: tuned }, grid: { rung: ['finetune', 'hybrid'] } })
  const { recipes } = expandGrid(specOf(draft, 'data', 'test'))
  expect(recipes.map(({ rung, generation }) => [rung, generation?.tuned?.fineTuneJobId])).toEqual([
    ['finetune', 'job-1'],
    ['hybrid', 'job-1'],
  ])
  const other = { ...draft, values: { ...draft.values, rung: ['rag'] } }
  expect(expandGrid(specOf(other, 'data', 'test')).recipes[0]?.generation).not.toHaveProperty('tuned')
})

describe('the monthly cost of a tuned model', () => {
  const fineTunes = (change: Partial<FineTuneRecord['job']>) => ({
    get: () => ({ job: { ...job, ...change }, callNumber: null, pointsRevision: 0 }),
  })
  const serving = ServingSettings.parse({ queriesPerMonth: 1000, trainingMonths: 6 })
  const costs = { per1kQueriesUsd: 2, setupUsd: 0, indexBytes: 0 }

  test('holds the training spread over its months; what was paid goes before the estimate', () => {
    const estimated = monthlyCost({ ...costs, tuned: tunedCosts(finetune, fineTunes({})) }, serving)
    expect(estimated).toMatchObject({ trainingShareUsd: 4, hostingUsd: 0, totalUsd: 6, trainingIsEstimate: true })
    const paid = monthlyCost({ ...costs, tuned: tunedCosts(hybrid, fineTunes({ costUsd: 12 })) }, serving)
    expect(paid).toMatchObject({ trainingShareUsd: 2, totalUsd: 4, trainingIsEstimate: false })
  })

  test('is not known without a job, without its price, or without the hosting of a model that must be deployed', () => {
    const noJob = tunedCosts(finetune, { get: () => null })
    expect(monthlyCost({ ...costs, tuned: noJob }, serving)).toMatchObject({ trainingShareUsd: null, totalUsd: null })
    const noPrice = tunedCosts(finetune, fineTunes({ costEstimateUsd: null }))
    expect(monthlyCost({ ...costs, tuned: noPrice }, serving).totalUsd).toBeNull()
    const provider = { kind: 'azure', baseUrl: 'https://name.openai.azure.com' }
    const azure = tunedCosts(
      parseRecipe({ rung: 'finetune', generation: { ...generation, provider } }),
      fineTunes({ costUsd: 12 }),
    )
    expect(monthlyCost({ ...costs, tuned: azure }, serving)).toMatchObject({ hostingUsd: null, totalUsd: null })
    expect(monthlyCost({ ...costs, tuned: azure }, { ...serving, hostingUsdPerMonth: 100 }).totalUsd).toBe(104)
  })

  test('has neither part where no tuned model answers', () => {
    expect(tunedCosts(parseRecipe({}), fineTunes({}))).toBeNull()
    expect(monthlyCost({ ...costs, tuned: null }, serving)).toMatchObject({
      trainingShareUsd: 0,
      hostingUsd: 0,
      totalUsd: 2,
    })
  })
})
