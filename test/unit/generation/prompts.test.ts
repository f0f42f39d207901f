import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createExampleSelector } from '../../../main/engine/generation/create-example-selector.ts'
import { promptHash } from '../../../main/engine/generation/prompt-hash.ts'
import { renderPrompt } from '../../../main/engine/generation/render-prompt.ts'
import { unknownPlaceholders } from '../../../main/engine/generation/unknown-placeholders.ts'
import { writeContext } from '../../../main/engine/generation/write-context.ts'
import { writeExamples } from '../../../main/engine/generation/write-examples.ts'
import { defaultUserPrompt, FewShot, Prompt } from '../../../shared/domain/generation.ts'

describe('renderPrompt', () => {
  const parts = { query: 'Why?', context: '[1] A\ntext', examples: '' }
  const render = (user: string, given = parts) => renderPrompt({ system: '', user }, given).user

  test('the default prompt: an empty part goes away with its blank line', () => {
    expect(render(defaultUserPrompt)).toBe('[1] A\ntext\n\nQuestion: Why?\nAnswer:')
    expect(render(defaultUserPrompt, { query: 'Why?', context: '', examples: '' })).toBe('Question: Why?\nAnswer:')
    expect(render('A\n\n{{examples}}\n\n{{query}}')).toBe('A\n\nWhy?')
    expect(render('{{query}}\n\n{{examples}}')).toBe('Why?')
  })

  test('what a document holds is never replaced, and its blank lines stay', () => {
    const context = '{{query}} $& {{examples}}\n\n\n$1'
    expect(render('{{context}}\n{{query}}', { ...parts, context })).toBe(`${context}\nWhy?`)
  })

  test('blank lines that the author doubled stay where nothing went away', () => {
    expect(render('A\n\n\n{{query}}')).toBe('A\n\n\nWhy?')
    expect(render('Examples: {{examples}}\n{{query}}')).toBe('Examples: \nWhy?')
  })

  test('law: with text in every part, the result is the template with each placeholder replaced once', () => {
    const text = fc.string({ minLength: 1 })
    fc.assert(
      fc.property(text, text, text, (query, context, examples) => {
        const expected = [examples, '', context, '', `Question: ${query}`, 'Answer:'].join('\n')
        expect(render(defaultUserPrompt, { query, context, examples })).toBe(expected)
      }),
    )
  })
})

test('unknownPlaceholders: names each that nothing replaces, once', () => {
  expect(unknownPlaceholders('{{query}} {{question}} {{ context }} {{question}} {x} {{}}')).toEqual([
    '{{question}}',
    '{{ context }}',
    '{{}}',
  ])
  expect(unknownPlaceholders(defaultUserPrompt)).toEqual([])
})

test('promptHash: changes with every part, not with the order of keys', () => {
  const prompt = Prompt.parse({ examples: { kind: 'random', split: 'train', count: 2, seed: 1 } })
  const reordered = Prompt.parse({ examples: { seed: 1, count: 2, split: 'train', kind: 'random' } })
  expect(promptHash(prompt)).toMatch(/^[0-9a-f]{64}$/)
  expect(promptHash(reordered)).toBe(promptHash(prompt))
  const others = [
    { ...prompt, system: 'other' },
    { ...prompt, user: '{{query}}!' },
    { ...prompt, notFound: '' },
    { ...prompt, examples: { kind: 'none' as const } },
  ]
  expect(new Set([prompt, ...others].map(promptHash)).size).toBe(5)
})

test('writeContext and writeExamples: numbered sources, question and answer', () => {
  expect(
    writeContext([
      { title: 'A', text: 'one' },
      { title: '', text: 'two' },
    ]),
  ).toBe('[1] A\none\n\n[2]\ntwo')
  expect(
    writeExamples([
      { query: 'q', answer: 'a' },
      { query: 'r', answer: 'b' },
    ]),
  ).toBe('Question: q\nAnswer: a\n\nQuestion: r\nAnswer: b')
})

describe('createExampleSelector', () => {
  const pool = [
    { queryId: 'p1', text: 'How tall is the tower?', answers: ['300 m', '0.3 km'] },
    { queryId: 'p2', text: 'Who built the bridge?', answers: ['Ann'] },
    { queryId: 'p3', text: 'When was the bridge opened?', answers: ['1901'] },
    { queryId: 'p4', text: 'What has no answer?', answers: [] },
    { queryId: 'q1', text: 'Same id as a scored one?', answers: ['x'] },
    { queryId: 'p5', text: '  who BUILT the tower ', answers: ['leak'] },
  ]
  const excluded = [
    { queryId: 'q1', text: 'When was the tower opened?' },
    { queryId: 'q2', text: 'Who built the tower?' },
  ]
  const select = (settings: unknown, query = 'When was the tower opened?') =>
    createExampleSelector({ settings: FewShot.parse(settings), pool, scored: excluded })(query).map(
      ({ queryId }) => queryId,
    )

  test('none, fixed in the order asked for, and never what is scored', () => {
    expect(select({ kind: 'none' })).toEqual([])
    expect(select({ kind: 'fixed', queryIds: ['p3', 'q1', 'p5', 'p1', 'gone', 'p4'] })).toEqual(['p3', 'p1'])
  })

  test('random is the same for every query, differs by seed, and gives what there is', () => {
    const random = (seed: number, query?: string) => select({ kind: 'random', count: 2, seed }, query)
    expect(random(1, 'anything')).toEqual(random(1))
    expect(new Set(Array.from({ length: 20 }, (_, seed) => random(seed).join())).size).toBeGreaterThan(2)
    expect(select({ kind: 'random', count: 99 }).sort()).toEqual(['p1', 'p2', 'p3'])
  })

  test('nearest: by shared words, the most similar first, with the first reference answer', () => {
    expect(select({ kind: 'nearest', count: 2 })[0]).toBe('p3')
    const settings = FewShot.parse({ kind: 'nearest', count: 1 })
    const nearest = createExampleSelector({ settings, pool, scored: excluded })
    expect(nearest('How tall is the tall tower of the city?')).toEqual([
      { queryId: 'p1', query: 'How tall is the tower?', answer: '300 m' },
    ])
  })

  test('law: no selection ever holds a scored query', () => {
    const item = fc.record({
      queryId: fc.constantFrom('a', 'b', 'c', 'd'),
      text: fc.constantFrom('One?', 'one', 'Two', 'three'),
      answers: fc.constant(['x']),
    })
    const items = fc.array(item)
    const settings = fc.constantFrom<FewShot>(
      { kind: 'random', split: 'train', count: 3, seed: 5 },
      { kind: 'nearest', split: 'train', count: 3 },
      { kind: 'fixed', queryIds: ['a', 'b', 'c', 'd'] },
    )
    fc.assert(
      fc.property(items, items, settings, (from, scored, chosen) => {
        const shown = createExampleSelector({ settings: chosen, pool: from, scored })('one two')
        const plain = (text: string) => text.toLowerCase().replace('?', '')
        for (const { queryId, query } of shown) {
          expect(scored.map((one) => one.queryId)).not.toContain(queryId)
          expect(scored.map((one) => plain(one.text))).not.toContain(plain(query))
        }
      }),
    )
  })
})
