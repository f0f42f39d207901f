import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { countTokens } from '../../../main/engine/chunking/count-tokens.ts'
import { Recipe, SweepSpec } from '../../../shared/domain/recipe.ts'
import { answeredDataset } from '../../support/answered-dataset.ts'
import { openFilledEngine } from '../../support/open-filled-engine.ts'
import type { MemoryEngine } from '../../support/open-memory-engine.ts'

const generation = { model: 'm', provider: { kind: 'openai', baseUrl: 'http://127.0.0.1:9/v1', secretName: null } }
const fulltext = { search: { mode: 'fulltext' }, generation }

let memory: MemoryEngine

beforeEach(async () => {
  memory = await openFilledEngine('garden', answeredDataset)
})
afterEach(async () => {
  await memory[Symbol.asyncDispose]()
})

const preview = (recipe: unknown, place: { queryId?: string; offset?: number; split?: string } = {}) =>
  memory.engine.experiments.previewPrompt({ recipe: Recipe.parse(recipe), split: 'test', offset: 0, ...place })

describe('prompt preview', () => {
  test('of a prompt alone holds the question, the default words and their tokens', async () => {
    const { messages, promptTokens, query, context, note, fits } = await preview({ rung: 'prompt', generation })
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(messages[1]!.content).toBe(`Question: ${query.text}\nAnswer:`)
    expect(messages.map(({ tokens }) => tokens)).toEqual(messages.map(({ content }) => countTokens(content)))
    expect(promptTokens).toBe(messages[0]!.tokens + messages[1]!.tokens + 8)
    expect({ context, note, fits }).toEqual({ context: 'none', note: null, fits: null })
  })

  test('steps through the split and stops at its ends', async () => {
    const recipe = { rung: 'prompt', generation }
    const at = async (place: { queryId?: string; offset?: number }) => (await preview(recipe, place)).position
    expect(await at({ queryId: 'q2' })).toBe(1)
    expect(await at({ queryId: 'q2', offset: 1 })).toBe(2)
    expect(await at({ queryId: 'q2', offset: 9 })).toBe(2)
    expect(await at({ offset: -1 })).toBe(0)
  })

  test('names placeholders that nothing replaces, and a prompt that is too long', async () => {
    const { unknownPlaceholders, fits } = await preview({
      rung: 'prompt',
      generation: { ...generation, contextWindowTokens: 300 },
      prompt: { user: '{{question}} {{query}}' },
    })
    expect(unknownPlaceholders).toEqual(['{{question}}'])
    expect(fits).toBe(false)
  })

  test('shows examples of the other split, never of the one that is scored', async () => {
    const { examples, messages } = await preview(
      {
        rung: 'prompt',
        generation,
        prompt: { examples: { kind: 'nearest', split: 'train', count: 1 } },
      },
      { queryId: 'q3' },
    )
    expect(examples.map(({ queryId }) => queryId)).toEqual(['t2'])
    expect(messages[1]!.content).toContain('Answer: moisture and temperature')
    await expect(
      preview({ rung: 'prompt', generation, prompt: { examples: { kind: 'random', split: 'test' } } }),
    ).rejects.toThrow(/no example with an answer/u)
  })

  test('puts the relevant document in place of what an index that is not built would find', async () => {
    const { context, note, passages } = await preview(fulltext, { queryId: 'q2' })
    expect(context).toBe('standIn')
    expect(note).toMatch(/^The index is not built yet/u)
    expect(passages[0]!.docId).toBe('valve')
    expect(passages).toHaveLength(4)
  })

  test('holds what the run itself sends, once the index is built', async () => {
    const recipe = Recipe.parse({ ...fulltext, generation: { model: 'extractive' }, context: { passages: 2 } })
    const { runIds } = memory.engine.experiments.start(SweepSpec.parse({ base: recipe, split: 'test' }))
    await memory.engine.jobs.idle()
    const { context, passages } = await preview({ ...recipe, generation }, { queryId: 'q2' })
    expect(context).toBe('index')
    const [answer] = memory.ports.store.answers.answersOf(runIds[0]!, 'q2')
    expect(passages.map(({ docId }) => docId)).toEqual(answer!.passages.map(({ docId }) => docId))
  })

  test('pays for no vector: without the one of the question it stands in', async () => {
    const recipe = { search: { mode: 'vector' }, embedding: { kind: 'openai' } }
    memory.engine.experiments.start(SweepSpec.parse({ base: recipe, split: 'train' }))
    await memory.engine.jobs.idle()
    const asked = memory.embedder.requests
    const other = await preview({ ...recipe, generation })
    expect(other.note).toMatch(/^The vectors of the questions are not there yet/u)
    expect((await preview({ ...recipe, generation }, { split: 'train' })).context).toBe('index')
    expect(memory.embedder.requests).toBe(asked)
  })

  test('is refused where no model is asked', async () => {
    await expect(preview({})).rejects.toThrow(/sends no prompt/u)
    await expect(preview({ generation: { model: 'extractive' } })).rejects.toThrow(/sends no prompt/u)
  })
})
