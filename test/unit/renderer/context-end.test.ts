import { expect, test } from 'vitest'
import { contextEnd } from '../../../renderer/features/run/context-end.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'
import type { QueryResult } from '../../../shared/domain/results.ts'
import type { Run } from '../../../shared/domain/run.ts'

const run = { recipe: Recipe.parse({ generation: { model: 'm' }, context: { passages: 3 } }) } as unknown as Run
const ranked = [7, 8, 9, 10].map((chunk) => ({ chunk, start: 0, end: 100 }))
const sent = (chunk: number, end: number) => ({ chunk, docId: 'd', title: '', start: 0, end, tokens: 20 })
const result = (passages: readonly object[], citations: number[] = []) =>
  ({ ranked: 4, passages: ranked, generated: [{ passages, citations }] }) as unknown as QueryResult

test('contextEnd: counts what was sent of what was offered, and says what was cut and cited', () => {
  const end = contextEnd(result([sent(7, 100), sent(8, 40)], [2]), run)!
  expect(end.lastIndex).toBe(1)
  expect(end.line).toBe('context ends here: 2 of 3 passages sent, 40 tokens')
  expect(end.leftOut).toBe('1 left out because of the 2,000 tokens of the context or text sent before; 1 shortened')
  expect([...end.notes]).toEqual([
    [7, 'sent as [1]'],
    [8, 'cited [2], shortened'],
  ])
})

test('contextEnd: nothing left out says nothing; nothing sent ends before the first passage; no answer has no end', () => {
  expect(contextEnd(result([sent(7, 100), sent(8, 100), sent(9, 100)]), run)!.leftOut).toBe('')
  expect(contextEnd(result([]), run)!.lastIndex).toBe(-1)
  expect(contextEnd({ ...result([]), generated: [] }, run)).toBe(null)
})
