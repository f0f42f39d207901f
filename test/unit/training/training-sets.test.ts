import { expect, test } from 'vitest'
import { createInProcessClient } from '../../../main/rpc/in-process-client.ts'
import { SweepSpec } from '../../../shared/domain/recipe.ts'
import { openMemoryEngine } from '../../support/open-memory-engine.ts'
import { OpenAiServer } from '../../support/openai-server/openai-server.ts'

const chat = (question: string, answer: string) =>
  JSON.stringify({
    messages: [
      { role: 'user', content: question },
      { role: 'assistant', content: answer, weight: 1 },
    ],
    tools: [],
  })
const split = {
  seed: 1,
  shares: { train: 0.8, validation: 0.1, test: 0.1 },
  groupBy: 'input',
  keepsGiven: false,
} as const

async function imported(folder: Record<string, string>, docs: Record<string, string> = {}) {
  const memory = await openMemoryEngine({ set: folder, docs })
  const client = createInProcessClient(memory.engine)
  const load = async () => {
    const { jobId } = await client.datasets.import({ paths: ['set'] })
    for await (const event of await client.jobs.watch({ jobId })) void event
    return client.datasets.importReport({ jobId })
  }
  return { memory, client, load, report: await load() }
}

test('import of training files: every shape becomes chat, refused rows are counted, tools and weights pass through', async () => {
  const { memory, client, report } = await imported({
    'a.jsonl': `${chat('one?', '1')}\n${chat('one?', '1')}\n{"messages":"none"}\n`,
    'b.jsonl': JSON.stringify({
      conversations: [
        { from: 'human', value: 'two?' },
        { from: 'gpt', value: '2' },
      ],
    }),
    'c.json': JSON.stringify([{ instruction: 'Add', input: '1 and 2', output: '3' }]),
    'd.csv': 'prompt,completion\nfour?,4\nfive?,\n',
  })
  await using _ = memory
  expect(report.trainingRows).toBe(5)
  expect(report.rejections.map(({ path, row }) => [path, row])).toEqual([
    ['a.jsonl', 3],
    ['d.csv', 3],
  ])
  for (const file of report.files) expect(file.accepted + file.duplicates + file.rejected).toBe(file.rows)
  const [set] = await client.trainingSets.list()
  const { rows } = await client.trainingSets.examples({ versionId: set!.current.versionId })
  expect(rows.map(({ example }) => example.messages.map(({ content }) => content))).toEqual([
    ['one?', '1'],
    ['one?', '1'],
    ['two?', '2'],
    ['Add\n\n1 and 2', '3'],
    ['four?', '4'],
  ])
  expect(rows[0]!.example).toMatchObject({ extra: { tools: [] }, messages: [{}, { weight: 1 }] })
  expect(rows[1]!.example.exampleId).toBe(`${rows[0]!.example.exampleId}#2`)
})

test('training set: files and stored set have the same preflight; a fix is a version, undone by its parent', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => chat(`question number ${index * 7919}`, `answer ${index}`))
  const folder = { 'train.jsonl': [...lines, lines[3]].join('\n') }
  const { memory, client, load } = await imported(folder)
  await using _ = memory
  const [set] = await client.trainingSets.list()
  const { versionId } = set!.current
  const report = await client.trainingSets.preflight({ versionId })
  const files = await client.trainingSets.preflightFiles({ request: { paths: ['set'] } })
  expect(files.report).toEqual(report)

  const duplicates = report.findings.find(({ kind }) => kind === 'exactDuplicates')!
  const fixed = await client.trainingSets.fix({ versionId, finding: duplicates.kind, ...duplicates.fix! })
  expect(fixed).toMatchObject({ number: 2, examples: 30, origin: { kind: 'edit', finding: 'exactDuplicates' } })
  await expect(client.trainingSets.edit({ versionId })).rejects.toThrow('another current version')

  const frozen = await client.trainingSets.freeze({ versionId: fixed.versionId, split })
  expect(frozen.counts.unassigned).toBe(0)
  const before = await client.trainingSets.examples({ versionId: frozen.versionId })
  folder['train.jsonl'] += `\n${chat('a new question', 'new')}`
  const again = await load()
  expect(again.trainingVersion).toMatchObject({ number: 4, examples: 32, split })
  const after = await client.trainingSets.examples({ versionId: again.trainingVersion!.versionId })
  const splitOf = new Map(after.rows.map(({ example }) => [example.exampleId, example.split]))
  for (const { example } of before.rows) expect(splitOf.get(example.exampleId)).toBe(example.split)

  expect(await client.trainingSets.restore({ versionId })).toMatchObject({ number: 1 })
  expect((await client.trainingSets.get({ reference: set!.name })).set.current.versionId).toBe(versionId)
})

test('frozen split as an eval set: made once, needs no documents, and tells that the base model was not measured', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => chat(`question number ${index * 7919}`, `answer ${index}`))
  const { memory, client, report } = await imported({ 'rows.jsonl': lines.join('\n') })
  await using _ = memory
  const { versionId } = report.trainingVersion!
  await expect(client.trainingSets.makeEvalSet({ versionId })).rejects.toThrow('Freeze the split')
  const frozen = await client.trainingSets.freeze({ versionId, split })
  const { evalSet } = await client.trainingSets.makeEvalSet({ versionId: frozen.versionId })
  expect(Object.fromEntries(evalSet.splits.map(({ name, queries }) => [name, queries]))).toEqual({
    ...{ train: frozen.counts.train, validation: frozen.counts.validation, test: frozen.counts.test },
  })
  expect((await client.trainingSets.makeEvalSet({ versionId: frozen.versionId })).evalSet).toEqual(evalSet)
  const plan = await client.experiments.plan({
    ...{ eval: evalSet.name, split: 'test', base: { rung: 'prompt', generation: { model: 'base' } }, grid: {} },
  })
  expect(plan.recipes).toHaveLength(1)
  const baseline = await client.trainingSets.baseline({ versionId: frozen.versionId, baseModel: 'base' })
  expect(baseline).toMatchObject({ evalSetId: evalSet.evalSetId, zeroShot: [], fewShot: [], isMeasured: false })
  const { findings } = await client.trainingSets.preflight({ versionId: frozen.versionId })
  expect(findings.map(({ kind }) => kind)).not.toContain('evalSetLeak')
})

test('un-tuned model: measured zero-shot and few-shot on the test split of a set without documents', async () => {
  await using server = await OpenAiServer.start({ answer: () => 'answer 1' })
  const lines = Array.from({ length: 60 }, (_, index) => chat(`question number ${index * 7919}`, `answer ${index}`))
  const { memory, client, report } = await imported({ 'rows.jsonl': lines.join('\n') })
  await using _ = memory
  const frozen = await client.trainingSets.freeze({ versionId: report.trainingVersion!.versionId, split })
  const { evalSet } = await client.trainingSets.makeEvalSet({ versionId: frozen.versionId })
  const provider = { kind: 'openai', baseUrl: server.baseUrl, secretName: null }
  const base = { rung: 'prompt', generation: { model: 'base', provider } }
  const grid = { 'prompt.examples': [{ kind: 'none' }, { kind: 'random', split: 'train', count: 2, seed: 0 }] }
  await client.experiments.start({ eval: evalSet.name, split: 'test', base, grid })
  await memory.engine.jobs.idle()
  const baseline = await client.trainingSets.baseline({ versionId: frozen.versionId, baseModel: 'base' })
  expect(baseline).toMatchObject({ isMeasured: true, missing: null })
  expect([baseline.zeroShot.length, baseline.fewShot.length]).toEqual([1, 1])
  const other = await client.trainingSets.baseline({ versionId: frozen.versionId, baseModel: 'other' })
  expect(other.isMeasured).toBe(false)
})

test('the eval set of a training set retrieves nothing without documents, and follows the ones imported under its name', async () => {
  const lines = Array.from({ length: 30 }, (_, index) => chat(`question number ${index * 7919}`, `answer ${index}`))
  const { memory, client } = await imported(
    { 'train.jsonl': lines.join('\n') },
    { 'labels.jsonl': JSON.stringify({ _id: 'one', text: 'answer 1 is the first' }) },
  )
  await using _ = memory
  const [set] = await client.trainingSets.list()
  const { versionId } = await client.trainingSets.freeze({ versionId: set!.current.versionId, split })
  const { evalSet } = await client.trainingSets.makeEvalSet({ versionId })
  const retrieval = SweepSpec.parse({ eval: evalSet.name, split: 'train', base: { search: { mode: 'fulltext' } } })
  await expect(client.experiments.start(retrieval)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  const { jobId } = await client.datasets.import({ paths: ['docs'], name: evalSet.name })
  for await (const event of await client.jobs.watch({ jobId })) void event
  const [followed] = (await client.datasets.list()).evalSets
  expect(followed).toMatchObject({ evalSetId: evalSet.evalSetId, contentHash: evalSet.contentHash })
  expect(followed!.corpusVersionId).not.toBe(evalSet.corpusVersionId)
  expect((await client.experiments.start(retrieval)).runIds).toHaveLength(1)
  await memory.engine.jobs.idle()
})

test('eval set of an older version of the same set: its questions are no leak', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => chat(`question number ${index * 7919}`, `answer ${index}`))
  const { memory, client, report } = await imported({ 'rows.jsonl': lines.join('\n') })
  await using _ = memory
  const first = await client.trainingSets.freeze({ versionId: report.trainingVersion!.versionId, split })
  await client.trainingSets.makeEvalSet({ versionId: first.versionId })
  const second = await client.trainingSets.freeze({ versionId: first.versionId, split: { ...split, seed: 2 } })
  const { findings } = await client.trainingSets.preflight({ versionId: second.versionId })
  expect(findings.map(({ kind }) => kind)).not.toContain('evalSetLeak')
})

test('a set is built from gold answers or rated ones, never from a test split, and says what was left out', async () => {
  const memory = await openMemoryEngine({
    docs: {
      'corpus.jsonl': JSON.stringify({ _id: 'd', text: 'A text.' }),
      'queries.jsonl': ['q1', 'q2', 'q3'].map((id) => JSON.stringify({ _id: id, text: `Question ${id}?` })).join('\n'),
      'answers.jsonl': ['q1', 'q2']
        .map((id) => JSON.stringify({ _id: id, answers: [`Answer ${id}`, 'other'] }))
        .join('\n'),
      'qrels/train.tsv': 'query-id\tcorpus-id\tscore\nq1\td\t1\nq2\td\t1\nq3\td\t1\n',
      'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\td\t1\n',
    },
  })
  const client = createInProcessClient(memory.engine)
  await using _ = memory
  const { jobId } = await client.datasets.import({ paths: ['docs'] })
  for await (const event of await client.jobs.watch({ jobId })) void event
  const [evalSet] = (await client.datasets.list()).evalSets
  const { evalSetId } = evalSet!
  const source = { kind: 'eval-set' as const, evalSetId, splits: ['train'] }
  const version = await client.trainingSets.build({ name: 'gold', source, systemPrompt: 'Be brief.' })
  expect(version).toMatchObject({ name: 'gold', number: 1, examples: 2, split: null })
  expect(version.change).toMatch(/^Took 2 questions .*; 1 without an answer left out$/)
  const { rows } = await client.trainingSets.examples({ versionId: version.versionId })
  expect(rows.map(({ example }) => example.messages)).toEqual(
    ['q1', 'q2'].map((id) => [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: `Question ${id}?` },
      { role: 'assistant', content: `Answer ${id}` },
    ]),
  )
  await expect(client.trainingSets.build({ name: 'gold', source })).rejects.toThrow(/already/)
  await expect(client.trainingSets.build({ name: 'test', source: { ...source, splits: ['test'] } })).rejects.toThrow(
    /must not be learnt/,
  )

  const base = { search: { mode: 'fulltext' }, generation: { model: 'extractive' } } as const
  const { runIds } = await client.experiments.start({ split: 'train', base })
  await memory.engine.jobs.idle()
  const rate = (queryId: string, score: 0.25 | 1) =>
    memory.ports.store.ratings.set(runIds[0]!, {
      ...{ queryId, repetition: 0, score, note: '', ratedAt: '2026-01-01T00:00:00.000Z' },
    })
  rate('q1', 1)
  rate('q2', 0.25)
  const rated = await client.trainingSets.build({
    name: 'rated',
    source: { kind: 'ratings', runIds, minimumScore: 0.75 },
  })
  expect(rated.change).toBe('Took 1 answers that were rated 0.75 or better; 1 rated lower left out')
  expect(rated.origin).toMatchObject({ kind: 'ratings', minimumScore: 0.75 })
  expect((await client.trainingSets.list()).map(({ name }) => name)).toEqual(['gold', 'rated'])
})
