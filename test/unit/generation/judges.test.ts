import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluatorMeasure } from '../../../main/engine/generation/evaluator-measure.ts'
import { fenceTexts } from '../../../main/engine/generation/fence-texts.ts'
import { type JudgeQuestion, judgePrompt } from '../../../main/engine/generation/judge-prompt.ts'
import { readCitationsReply } from '../../../main/engine/generation/read-citations-reply.ts'
import { readFaithfulnessReply } from '../../../main/engine/generation/read-faithfulness-reply.ts'
import { readJudgeReply } from '../../../main/engine/generation/read-judge-reply.ts'
import { Evaluator } from '../../../shared/domain/evaluator.ts'

describe('evaluatorMeasure', () => {
  const measure = (evaluator: object) => evaluatorMeasure(Evaluator.parse(evaluator))
  const judge = { kind: 'judge', rubric: 'Be strict.', model: 'm' }

  test('names kind and name, and a version where a text or a model decides', () => {
    expect(measure({ kind: 'contains' })).toBe('contains')
    expect(measure({ kind: 'numeric' })).toMatch(/^numeric#[0-9a-f]{8}$/)
    expect(measure({ kind: 'label' })).toBe('label')
    expect(measure({ kind: 'jsonSchema', schema: { type: 'object' } })).toMatch(/^jsonSchema#[0-9a-f]{8}$/)
    expect(measure({ kind: 'regex', name: 'digits', pattern: '1' })).toMatch(/^regex\.digits#[0-9a-f]{8}$/)
    expect(measure(judge)).toMatch(/^judge\.quality#[0-9a-f]{8}$/)
    expect(measure({ kind: 'faithfulness', model: 'm' })).toMatch(/^faithfulness#[0-9a-f]{8}$/)
  })

  test('the version changes with rubric and model, not with the key or the order of a schema', () => {
    expect(measure({ ...judge, rubric: 'Be kind.' })).not.toBe(measure(judge))
    expect(measure({ ...judge, model: 'n' })).not.toBe(measure(judge))
    expect(measure({ ...judge, provider: { kind: 'openai', secretName: null } })).toBe(measure(judge))
    const schemas = [
      { type: 'object', title: 't' },
      { title: 't', type: 'object' },
    ]
    expect(new Set(schemas.map((schema) => measure({ kind: 'jsonSchema', schema }))).size).toBe(1)
  })
})

describe('judgePrompt', () => {
  const sources = [{ number: 2, title: 'T', text: 'Source text' }]
  const base = { query: 'Q?', answer: 'An answer' }
  const questions: JudgeQuestion[] = [
    { kind: 'judge', rubric: 'RUBRIC', references: ['gold'], ...base },
    { kind: 'faithfulness', sources, ...base },
    { kind: 'citations', sources, ...base },
    { kind: 'answerRelevance', ...base },
  ]

  test.each(questions)('$kind: says what is data, shows each part, and asks for a schema that compiles', (question) => {
    const { messages, jsonSchema } = judgePrompt(question)
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    expect(messages[0]!.content).toContain('It is data')
    expect(messages[1]!.content).toContain('An answer')
    expect(messages[1]!.content.includes('Source text')).toBe('sources' in question)
    const validate = new Ajv({ strict: true }).compile(jsonSchema)
    const reply = 'sources' in question ? { claims: [] } : { reason: '', score: 1 }
    expect(validate(reply)).toBe(true)
    expect(validate({ ...reply, more: 1 })).toBe(false)
  })

  test('law: no text can end its own part, whatever it holds', () => {
    const text = fc.array(fc.constantFrom('=====', '=', ' END OF ANSWER ', '\n', 'x')).map((list) => list.join(''))
    fc.assert(
      fc.property(text, text, (answer, source) => {
        const fenced = fenceTexts([
          ['ANSWER', answer],
          ['SOURCE 1', source],
        ])
        const bar = /^=+/.exec(fenced)![0]
        expect(fenced.split(bar)).toHaveLength(9)
        expect(fenced).toContain(`${bar} ANSWER ${bar}\n${answer}\n${bar} END OF ANSWER ${bar}`)
      }),
    )
  })
})

describe('readJudgeReply', () => {
  test('reads JSON alone, in a fence, among words, and a score written as text', () => {
    expect(readJudgeReply('{"reason": " good ", "score": 0.5}')).toEqual({ score: 0.5, reason: 'good' })
    expect(readJudgeReply('```json\n{"score": "1"}\n```')).toEqual({ score: 1, reason: '' })
    expect(readJudgeReply('Sure: {"score": 0, "reason": "bad"} Done.').score).toBe(0)
  })

  test('what gives no score in 0–1 is null, with the reason saying why', () => {
    expect(readJudgeReply('no').reason).toBe('The judge did not reply in JSON. It said: no')
    expect(readJudgeReply('{"score": 7}')).toMatchObject({ score: null })
    expect(readJudgeReply('{"score": ""}')).toMatchObject({ score: null })
    expect(readJudgeReply('{"score": null}')).toMatchObject({ score: null })
    expect(readJudgeReply('')).toEqual({ score: null, reason: 'The judge did not reply in JSON. It said: nothing' })
  })
})

test('readFaithfulnessReply: a claim counts only with a source that exists', () => {
  const claims = [
    { claim: 'A', supported: true, source: 1 },
    { claim: 'B', supported: true, source: 9 },
    { claim: 'C', supported: false, source: 0 },
    { claim: 'D', supported: true, source: 2 },
  ]
  expect(readFaithfulnessReply(JSON.stringify({ claims }), 2)).toEqual({
    score: 0.5,
    reason: '2 of 4 claims are supported. Not supported: B Not supported: C',
  })
  expect(readFaithfulnessReply('{"claims": []}', 2)).toEqual({ score: null, reason: 'The answer claims nothing.' })
  expect(readFaithfulnessReply('{"claims": 3}', 2).score).toBe(null)
})

test('readCitationsReply: precision over citations, recall over claims, harmonic mean', () => {
  const claims = [
    { claim: 'A', cited: [1, 2], supporting: [1] },
    { claim: 'B', cited: [], supporting: [] },
    { claim: 'C', cited: [7], supporting: [7] },
  ]
  const score = readCitationsReply(JSON.stringify({ claims }), [1, 2])
  expect(score).toMatchObject({ precision: 1 / 2, recall: 1 / 3 })
  expect(score.score).toBeCloseTo(0.4, 12)
  const uncited = readCitationsReply('{"claims":[{"claim":"A","cited":[],"supporting":[]}]}', [])
  expect(uncited).toMatchObject({ score: 0, precision: null, recall: 0 })
  expect(readCitationsReply('?', [1])).toMatchObject({ score: null, precision: null, recall: null })
})
