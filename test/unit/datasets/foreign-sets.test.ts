import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { writePromptfoo } from '../../../main/engine/export/write-promptfoo.ts'
import { countsAddUp, type FileContents, jsonl, parseFiles } from '../../support/parse-files.ts'

const stored = {
  ...{ evalSetName: 'other', split: 'test', queryIds: ['z'] },
  ...{ documentIds: () => ['d'], isKnown: () => false },
}

async function parse(files: FileContents) {
  const parsed = await parseFiles(files, { runCandidates: () => [stored] })
  expect(countsAddUp(parsed)).toBe(true)
  return parsed
}

describe('promptfoo tests', () => {
  test('YAML: questions from variables, answers from assertions, the rest is counted and said', async () => {
    const { queries, notes, files } = await parse({
      'promptfooconfig.yaml': `
description: support
prompts: ['Answer: {{question}}']
providers: [openai:chat:gpt-5.4-mini]
defaultTest:
  vars: { tone: brief, question: ignored }
  assert: [{ type: latency, threshold: 3000 }]
tests:
  - vars: { question: How long is the warranty?, context: some text }
    assert:
      - { type: icontains-any, value: [24 months, two years] }
      - { type: llm-rubric, value: is polite }
  - vars: { question: [First?, Second?] }
    assert: [{ type: assert-set, assert: [{ type: equals, value: '5' }] }]
  - vars: { question: Third?, ground_truth: the third }
  - file://more.yaml
`,
    })
    expect(queries.map(({ queryId, text, answers }) => [queryId, text, answers])).toEqual([
      ['promptfooconfig.yaml#1', 'How long is the warranty?', ['24 months', 'two years']],
      ['promptfooconfig.yaml#2.1', 'First?', ['5']],
      ['promptfooconfig.yaml#2.2', 'Second?', ['5']],
      ['promptfooconfig.yaml#3', 'Third?', ['the third']],
    ])
    expect(files).toMatchObject([{ format: 'promptfoo', role: 'examples', rows: 4, accepted: 3, rejected: 1 }])
    expect(notes.join(' ')).toContain('5 assertions say no answer')
  })

  test('JSON lists and CSV with __expected columns', async () => {
    const list = [{ vars: { query: 'one?' }, assert: [{ type: 'contains', value: 'a' }] }, { vars: { query: 'two?' } }]
    const csv =
      'input,__expected,__expected2,__metadata:split\nWhat?,"icontains: 12 ""months""",llm-rubric: x,dev\nWhy?,because,,dev\n'
    const { queries } = await parse({ 'tests.json': JSON.stringify(list), 'tests.csv': csv })
    expect(queries.map(({ text, answers, split }) => [text, answers, split])).toEqual([
      ['What?', ['12 "months"'], 'dev'],
      ['Why?', ['because'], 'dev'],
      ['one?', ['a'], 'test'],
      ['two?', [], 'test'],
    ])
  })

  test('what we export comes back: text that looks like a template or a file stays text', async () => {
    const nasty = [
      '{{ env.SECRET }} {% raw %} {# x #}',
      'file:///etc/passwd',
      '{{{a}}}',
      "it's: \"x\" & <b> - 'y'",
      'é\n- b: c',
    ]
    // More than are written at once.
    const examples = Array.from({ length: 50 }, () => nasty)
      .flat()
      .map((text, index) => ({
        ...{ queryId: `q ${index}`, question: text, answers: [text, 'b'], tags: ['t:1'], split: 'dev' },
        ...{ judgments: [{ docId: 'd', grade: 2 }], parts: [{ context: text, examples: '' }] },
      }))
    const prompts = [
      {
        label: 'a: b',
        system: '{{x}} {{context}}',
        user: '{{query}}',
        provider: 'openai:chat:m',
        config: { max_tokens: 5 },
      },
    ]
    const yaml = [...writePromptfoo({ title: 'a # b', prompts, examples })].join('')
    const { queries, judgments } = await parse({ 'p.yaml': yaml })
    expect(queries.map(({ spans: _, ...query }) => query)).toEqual(
      examples.map(({ queryId, question, answers, tags, split }) => ({
        queryId,
        text: question,
        answers,
        tags,
        split,
      })),
    )
    expect(judgments).toHaveLength(examples.length)
    expect(yaml).not.toMatch(/question: "?file:/)
    expect(yaml).not.toMatch(/\{\{ env/)
  })

  test.each([
    ['a: [', 'not valid YAML'],
    ['a: 1\nb: 2', 'no promptfoo configuration'],
    ['', 'empty'],
  ])('other YAML is refused with a reason: %j', async (yaml, reason) => {
    const { rejections } = await parse({ 'x.yaml': yaml })
    expect(rejections).toMatchObject([{ row: null, reason: expect.stringContaining(reason) }])
  })
})

test('promptfoo results: a run for each model and prompt with its answers, and their questions', async () => {
  const output = (provider: string, testIdx: number, text: string, rest = {}) => ({
    ...{ promptIdx: 0, testIdx, provider: { id: provider, label: '' }, prompt: { raw: 'x', label: 'short' } },
    ...{
      vars: { question: `Q${testIdx}?` },
      testCase: { vars: {}, assert: [{ type: 'icontains', value: `A${testIdx}` }] },
    },
    ...{ response: { output: text, tokenUsage: { prompt: 7, completion: 3 } }, score: 0.5, latencyMs: 12, cost: 0.001 },
    ...rest,
  })
  const results = [
    output('m1', 0, 'A0'),
    output('m1', 1, '', { error: 'refused', response: {} }),
    output('m2', 0, 'no'),
    output('m2', 0, 'again'),
  ]
  const value = { evalId: 'e', results: { version: 3, results }, config: {} }
  const { queries, runs } = await parse({
    'results.json': JSON.stringify(value),
    'docs.jsonl': '{"_id":"d","text":"t"}',
  })
  expect(queries.map(({ text, answers }) => [text, answers])).toEqual([
    ['Q0?', ['A0']],
    ['Q1?', ['A1']],
  ])
  expect(runs.map(({ stated }) => [stated!.name, stated!.examples.map(({ answers }) => answers.length)])).toEqual([
    ['m1 · short', [1, 1]],
    ['m2 · short', [2]],
  ])
  const [first, second] = runs[0]!.stated!.examples
  expect(first).toMatchObject({
    answers: [{ text: 'A0', costUsd: 0.001, latencyMs: { generate: 12 }, usage: { inputTokens: 7, outputTokens: 3 } }],
  })
  expect(Object.entries(first!.scores)).toEqual([[expect.stringMatching(/^assertions\.promptfoo#[0-9a-f]{8}$/), 0.5]])
  expect(second!.answers[0]!.failure).toEqual({ kind: 'malformed', message: 'refused' })
})

describe('Ragas-style sets', () => {
  const rows = [
    {
      user_input: 'What sticks?',
      reference: 'The valve',
      reference_contexts: ['A valve sticks.'],
      retrieved_contexts: ['Something else.', 'A valve sticks.'],
      response: 'A valve.',
      faithfulness: 0.9,
    },
    { user_input: 'Why?', reference: null, reference_contexts: null, retrieved_contexts: [], response: '' },
  ]
  const ofColumns = Object.fromEntries(
    ['question', 'contexts', 'ground_truth', 'answer'].map((name, index) => [
      name,
      [['What sticks?'], [['Something else.', 'A valve sticks.']], ['The valve'], ['A valve.']][index],
    ]),
  )
  const python = `question,contexts,ground_truth,answer\nWhat sticks?,"['Something else.' 'A valve sticks.']",The valve,A valve.\n`
  test.each<[string, FileContents]>([
    ['JSON lines', { 'ragas.jsonl': jsonl(rows) }],
    ['JSON', { 'ragas.json': JSON.stringify({ samples: rows }) }],
    [
      'Parquet',
      {
        'ragas.parquet': new Uint8Array(
          parquetWriteBuffer({
            columnData: (Object.keys(rows[0]!) as (keyof (typeof rows)[0])[]).map((name) => ({
              name,
              type: name.endsWith('contexts') ? 'JSON' : name === 'faithfulness' ? 'DOUBLE' : 'STRING',
              nullable: true,
              data: rows.map((row) => row[name] ?? null),
            })),
          }),
        ),
      },
    ],
    ['the form before 0.2, columns as lists', { 'ragas.json': JSON.stringify(ofColumns) }],
    ['the form before 0.2, CSV as Python prints it', { 'ragas.csv': python }],
  ])('%s: questions, contexts as documents, and the run that answered', async (form, files) => {
    const { queries, documents, judgments, runs } = await parse(files)
    expect(queries[0]).toMatchObject({ text: 'What sticks?', answers: ['The valve'] })
    expect(documents.map(({ text }) => text).sort()).toEqual(['A valve sticks.', 'Something else.'])
    const gold = documents.find(({ text }) => text === 'A valve sticks.')!.docId
    expect(judgments.map(({ docId, grade }) => [docId, grade])).toEqual(form.includes('0.2') ? [] : [[gold, 1]])
    const [example] = runs[0]!.stated!.examples
    expect(example!.answers[0]!.text).toBe('A valve.')
    expect(example!.retrieved!.map(({ docId }) => docId)[1]).toBe(gold)
  })
})

test('AutoRAG-style sets: documents, questions, groups of relevant documents, reference answers', async () => {
  const table = (columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']) =>
    new Uint8Array(parquetWriteBuffer({ columnData }))
  const { queries, documents, judgments } = await parse({
    'corpus.parquet': table([
      { name: 'doc_id', data: ['d1', 'd2', 'd3'], type: 'STRING' },
      { name: 'contents', data: ['one', 'two', 'three'], type: 'STRING' },
      { name: 'metadata', data: [{ last_modified_datetime: 'x' }, {}, {}], type: 'JSON' },
    ]),
    'qa.parquet': table([
      { name: 'qid', data: ['q1', 'q2'], type: 'STRING' },
      { name: 'query', data: ['first?', 'second?'], type: 'STRING' },
      { name: 'retrieval_gt', data: [[['d1', 'd2'], ['d3']], [['d2']]], type: 'JSON' },
      { name: 'generation_gt', data: [['a', 'b'], ['c']], type: 'JSON' },
    ]),
  })
  expect(documents.map(({ docId, text }) => [docId, text])).toEqual([
    ['d1', 'one'],
    ['d2', 'two'],
    ['d3', 'three'],
  ])
  expect(queries.map(({ queryId, text, answers }) => [queryId, text, answers])).toEqual([
    ['q1', 'first?', ['a', 'b']],
    ['q2', 'second?', ['c']],
  ])
  expect(judgments.map(({ queryId, docId }) => `${queryId} ${docId}`)).toEqual(['q1 d1', 'q1 d2', 'q1 d3', 'q2 d2'])
})
