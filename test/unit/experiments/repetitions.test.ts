import { expect, test } from 'vitest'
import { RepetitionScores } from '../../../main/engine/experiments/scoring/repetition-scores.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { answeredDataset } from '../../support/answered-dataset.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

test('the spread is the deviation of the means of repetitions, and one repetition has none', () => {
  const scores = new RepetitionScores(2, 3)
  for (const [repetition, values] of [
    [1, 0.5],
    [0, 0],
    [0.5, 0.25],
  ].entries()) {
    for (const [position, score] of values.entries()) scores.add('tokenF1', repetition, position, score)
  }
  scores.add('judge', 0, 0, 1)
  scores.add('judge', 1, 0, Number.NaN)
  // Means 0.75, 0 and 0.375: deviation 0.375.
  expect([...scores.spreads()]).toEqual([['spread.tokenF1', { value: expect.closeTo(0.375, 12), n: 3 }]])
})

test('a run that asks each question again says how far its scores move; one that asks once does not', async () => {
  const asked = new Map<string, number>()
  await using server = await OpenAiServer.start({
    answer: (question) => {
      const key = JSON.stringify(question)
      const times = asked.get(key) ?? 0
      asked.set(key, times + 1)
      return times === 0 ? 'once an hour, warm water, two years' : 'nothing at all'
    },
  })
  await using memory = await openFilledEngine('small', answeredDataset)
  const { engine } = memory
  const price = { inputUsdPerMillionTokens: 1, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 1 }
  engine.money.setPrice({ baseUrl: server.baseUrl, model: 'answerer', price })
  const provider = { kind: 'openai', baseUrl: server.baseUrl, secretName: null, api: 'chat' }
  const start = async (repetitions: number) => {
    const base = { rung: 'prompt', generation: { model: 'answerer', provider, repetitions } }
    const [runId] = engine.experiments.start(SweepSpec.parse({ base, split: 'test' })).runIds
    await engine.jobs.idle()
    return engine.results.run(runId!)
  }
  const repeated = await start(2)
  expect(repeated.run).toMatchObject({ status: 'finished', error: null })
  const [f1] = repeated.figures.filter(({ metric }) => metric === 'tokenF1')
  // The second repetition scores 0 everywhere: the mean is half of the first, and deviates by its size times √½.
  expect(f1!.value).toBeGreaterThan(0)
  expect(repeated.spreads.tokenF1).toEqual({ repetitions: 2, deviation: expect.closeTo(f1!.value! * Math.SQRT2, 9) })
  expect((await start(1)).spreads).toEqual({})
})
