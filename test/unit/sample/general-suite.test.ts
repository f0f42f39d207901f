import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { exactMatch } from '../../../main/engine/evaluation/exact-match.ts'
import { generalSuiteName, generalSuitePrompt } from '../../../shared/domain/general-suite.ts'
import type { RunId } from '../../../shared/domain/ids.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { openMemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

const folder = new URL('../../../main/sample/general-suite/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const items = read('questions.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { _id: string; query: string; answers: string[]; type: string })

test('the general suite has 60 tasks, 12 of each kind, whose own answers score 1', () => {
  expect(new Set(items.map(({ _id }) => _id)).size).toBe(60)
  expect(Object.values(Object.groupBy(items, ({ type }) => type)).map((kind) => kind?.length)).toEqual(
    Array(5).fill(12),
  )
  for (const { answers } of items) for (const answer of answers) expect(exactMatch(answer, answers)).toBe(1)
})

test('a model that forgot arithmetic is worse on it with an interval below 0, and on nothing else', async () => {
  const known = new Map(items.map(({ query, answers }) => [query, answers[0]!]))
  await using server = await OpenAiServer.start({
    answer: ({ model, messages }) => {
      const task = String(messages.at(-1)?.content ?? '').trim()
      const answer = known.get(task) ?? `no task: ${task}`
      return model === 'tuned' && /number alone|alone\.$/.test(task) && /\d/.test(answer) ? 'forgotten' : answer
    },
  })
  await using memory = await openMemoryEngine({
    suite: { 'questions.jsonl': read('questions.jsonl'), 'docs/about.md': read('docs/about.md') },
  })
  const { engine } = memory
  engine.datasets.import({ paths: ['suite'], name: generalSuiteName, mapping: {}, dryRun: false })
  await engine.jobs.idle()
  const provider = { kind: 'openai', baseUrl: server.baseUrl, secretName: null }
  const run = async (rung: string, model: string): Promise<RunId> => {
    const base = { rung, prompt: generalSuitePrompt, generation: { model, provider } }
    const { runIds } = engine.experiments.start(SweepSpec.parse({ eval: generalSuiteName, base }))
    await engine.jobs.idle()
    return runIds[0]!
  }
  const before = await run('prompt', 'base')
  const after = await run('finetune', 'tuned')
  const { slices } = await engine.results.compareSlices([before, after], before, 'exactMatch')
  const kinds = slices.filter(({ kind }) => kind === 'tag')
  expect(kinds.map(({ name }) => name).toSorted()).toEqual([
    'arithmetic',
    'format',
    'instruction',
    'reading',
    'refusal',
  ])
  const cellOf = (name: string) =>
    kinds.find((slice) => slice.name === name)!.cells.find(({ runId }) => runId === after)!
  expect(cellOf('arithmetic')).toMatchObject({ value: 0, difference: -1, n: 12 })
  expect(cellOf('arithmetic').ciHigh).toBeLessThan(0)
  for (const name of ['format', 'refusal', 'instruction'])
    expect(cellOf(name)).toMatchObject({ value: 1, difference: 0 })
})
