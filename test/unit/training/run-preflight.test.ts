import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { countTokens } from '../../../main/engine/chunking/count-tokens.ts'
import { exampleTexts, normalisedText } from '../../../main/engine/training/example-texts.ts'
import { jaccard, shinglesOf } from '../../../main/engine/training/near-duplicate-pairs.ts'
import { runPreflight } from '../../../main/engine/training/run-preflight.ts'
import { identifyRows } from '../../../main/engine/training/version-of-rows.ts'
import type { PlacedExample } from '../../../main/ports/training-store.ts'
import type { FindingKind } from '../../../shared/domain/preflight.ts'
import type { ChatMessage, TrainingSplit } from '../../../shared/domain/training-set.ts'

const data = fileURLToPath(new URL('../../../../shared/data/', import.meta.url))
const hasData = existsSync(data)

function examplesOf(rows: readonly (readonly [ChatMessage[], TrainingSplit | null])[]): PlacedExample[] {
  return identifyRows(rows.map(([messages, split]) => ({ messages, extra: {}, group: null, givenSplit: null, split })))
}

function pair(question: string, answer: string, split: TrainingSplit | null = null) {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'You label messages.' },
    { role: 'user', content: question },
    { role: 'assistant', content: answer },
  ]
  return [messages, split] as const
}

function check(examples: readonly PlacedExample[], references: { text: string; where: string }[] = []) {
  return runPreflight({ examples, references, settings: { maxTokens: 2048 } }, countTokens)
}

const positions = (report: ReturnType<typeof check>, kind: FindingKind) =>
  report.findings.find((finding) => finding.kind === kind)?.rows.map(({ position }) => position) ?? []

function linesOf(path: string): ChatMessage[][] {
  const lines = readFileSync(`${data}${path}`, 'utf8').trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { messages: ChatMessage[] }).messages)
}

/** All pairs by the exact index, without MinHash: what may be found and what must be. */
function bruteForcePairs(examples: readonly PlacedExample[]): [number, number][] {
  const sets = examples.map((example) => shinglesOf(normalisedText(exampleTexts(example).input)))
  const pairs: [number, number][] = []
  for (const [second, set] of sets.entries())
    for (let first = 0; first < second; first++)
      if (set.size > 0 && jaccard(sets[first]!, set) >= 0.8) pairs.push([first, second])
  return pairs
}

describe.skipIf(!hasData)(`preflight of banking77${hasData ? '' : ' (skipped: ../shared is not here)'}`, () => {
  const rows = [
    ...linesOf('banking77/train.770.chat.jsonl').map((messages) => [messages, 'train'] as const),
    ...linesOf('banking77/valid.385.chat.jsonl').map((messages) => [messages, 'validation'] as const),
  ]

  test('natural faults: just those that comparing every pair finds', () => {
    const examples = examplesOf(rows as [ChatMessage[], TrainingSplit][])
    const report = check(examples)
    const crossing = bruteForcePairs(examples).filter(([a, b]) => examples[a]!.split !== examples[b]!.split)
    const within = bruteForcePairs(examples).filter(([a, b]) => examples[a]!.split === examples[b]!.split)
    expect(within).toEqual([])
    expect(new Set(positions(report, 'splitLeak'))).toEqual(new Set(crossing.flat()))
    expect(crossing).toEqual([
      [293, 1120],
      [86, 1130],
    ])
    expect(report.findings.map(({ kind }) => kind)).toEqual(['splitLeak'])
  })

  test('planted faults: found beside the natural ones, and no others', () => {
    const [first, second, third] = [rows[10]!, rows[20]!, rows[30]!]
    const relabelled = [...third[0].slice(0, -1), { role: 'assistant', content: 'card_arrival' }]
    const planted = [...rows, [first[0], 'train'], [second[0], 'validation'], [relabelled, 'train']]
    const report = check(examplesOf(planted as [ChatMessage[], TrainingSplit][]))
    expect(positions(report, 'exactDuplicates')).toEqual([10, 1155])
    expect(positions(report, 'splitLeak')).toEqual([20, 1156, 86, 1130, 293, 1120])
    expect(positions(report, 'contradictions')).toEqual([30, 1157])
    expect(positions(report, 'nearDuplicates')).toEqual([])
  })
})

describe.skipIf(!hasData)(`preflight of the toy chats${hasData ? '' : ' (skipped: ../shared is not here)'}`, () => {
  test('intended faults: no system message, no user message, over-long', () => {
    const rows = linesOf('openai-toy-chat/toy_chat_fine_tuning.jsonl').map((messages) => [messages, null] as const)
    const report = check(examplesOf(rows))
    expect(positions(report, 'noSystem')).toEqual([2])
    expect(positions(report, 'roles')).toEqual([3])
    expect(positions(report, 'tooLong')).toEqual([4])
    expect(report.findings.map(({ kind }) => kind)).toContain('fewRows')
  })
})

describe('preflight', () => {
  test('row like a question of an eval set: blocks, and its fix takes it away', () => {
    const examples = examplesOf([
      pair('Where is the red tap of the boiler?', 'left'),
      pair('How old is the lamp in the hall?', 'nine', 'validation'),
    ])
    const report = check(examples, [
      { text: 'where is the red tap of the BOILER', where: 'faq, split test' },
      { text: 'How old is the lamp in the hall?', where: 'faq, split test' },
    ])
    const leak = report.findings.find(({ kind }) => kind === 'evalSetLeak')!
    expect(leak).toMatchObject({ severity: 'blocks', fix: { removes: [examples[0]!.exampleId] } })
    expect(leak.rows.map(({ reason }) => reason)).toEqual(['100% like a question of faq, split test'])
  })

  test('labels of one question that disagree: the majority can be kept, a tie cannot be settled', () => {
    const rows = Array.from({ length: 12 }, (_, index) =>
      pair(`Question ${String.fromCharCode(97 + index).repeat(9)}`, index % 2 ? 'a' : 'b'),
    )
    const examples = examplesOf([
      ...rows,
      pair('Same!', 'a'),
      pair('same', 'a'),
      pair('SAME', 'b'),
      pair('tie', 'a'),
      pair('Tie', 'b'),
    ])
    const finding = check(examples).findings.find(({ kind }) => kind === 'contradictions')!
    expect(finding.rows.map(({ position }) => position)).toEqual([12, 13, 14, 15, 16])
    expect(finding.fix?.removes).toEqual([examples[14]!.exampleId])
  })

  test('answer that is no JSON though JSON is asked for: named', () => {
    const asking = (answer: string): [ChatMessage[], null] => [
      [
        { role: 'system', content: 'Reply with one JSON object.' },
        { role: 'user', content: `Sort ${answer}` },
        { role: 'assistant', content: answer },
      ],
      null,
    ]
    expect(positions(check(examplesOf([asking('{"a":1}'), asking('apples')])), 'format')).toEqual([1])
  })
})

describe('near duplicates', () => {
  const question = (ending: string) => `How long does the transfer to my other account in France usually take${ending}`
  const examples = examplesOf([
    pair(question(''), 'transfer_timing'),
    pair(question('?!'), 'transfer_timing'),
    pair(question(' now'), 'transfer_timing'),
    pair(question(' today'), 'pending_transfer'),
    pair('Where is my card?', 'card_arrival'),
  ])

  test('fix: keeps the first of those that answer the same, and every row with another answer', () => {
    const { findings } = check(examples)
    const { fix, severity } = findings.find(({ kind }) => kind === 'nearDuplicates')!
    expect(severity).toBe('warns')
    expect(fix!.removes).toEqual([examples[1]!.exampleId, examples[2]!.exampleId])
    const rest = examples.filter(({ exampleId }) => !fix!.removes.includes(exampleId))
    expect(check(rest).findings.find(({ kind }) => kind === 'nearDuplicates')?.fix ?? null).toBeNull()
  })
})

test('pictures are no text: rows of different ones are no copies, and their bytes are no tokens', () => {
  const row = (byte: number): ChatMessage[] => [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'What is this?' },
        {
          type: 'image_url',
          image_url: { url: `data:image/png;base64,${Buffer.alloc(60_000, byte).toString('base64')}` },
        },
      ],
    },
    { role: 'assistant', content: `A thing of kind ${byte}` },
  ]
  const report = check(examplesOf(Array.from({ length: 12 }, (_, byte) => [row(byte), null] as const)))
  expect(report.longestTokens).toBeLessThan(60)
  expect(report.findings.map(({ kind }) => kind)).toEqual(['fewRows'])
})
