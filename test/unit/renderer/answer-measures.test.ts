import { describe, expect, test } from 'vitest'
import { answerMeasures, isAnswerMeasure } from '../../../shared/domain/answer-measures.ts'
import { citationPattern, citedNumbers } from '../../../shared/domain/citation-pattern.ts'
import { describeRecipe } from '../../../shared/domain/describe-recipe.ts'
import { Recipe } from '../../../shared/domain/recipe.ts'

test('answerMeasures: judges first, then words, and nothing of retrieval or of the run as a whole', () => {
  const names = ['ndcg@10', 'rougeL', 'exactMatch', 'faithfulness#1a2b3c4d', 'judge.quality#1a2b3c4d', 'tokenF1']
  expect(answerMeasures([...names, 'costUsd.per1k', 'nobody#1'])).toEqual([
    'judge.quality#1a2b3c4d',
    'tokenF1',
    'exactMatch',
    'faithfulness#1a2b3c4d',
    'rougeL',
  ])
  expect(isAnswerMeasure('spanRecall@500tokens')).toBe(false)
})

test('citedNumbers: lists and ranges of every way to write a citation', () => {
  const numbers = (text: string) => [...text.matchAll(citationPattern)].map(([, group]) => citedNumbers(group!))
  expect(numbers('A [1], B [2, 4-6]; C 【7†source】 and [^8] in [2024].')).toEqual([[1], [2, 4, 5, 6], [7], [8]])
  expect(numbers('[5-3]')).toEqual([[5, 3]])
})

describe('describeRecipe', () => {
  const generation = { model: 'gpt-test', repetitions: 3 }

  test('the prompt rung has no retrieval, and names its model', () => {
    expect(describeRecipe(Recipe.parse({ rung: 'prompt', generation }))).toEqual({
      ...{ chunking: 'no retrieval', mode: 'no retrieval', search: 'no retrieval', embedding: null },
      model: 'gpt-test ×3',
    })
  })

  test('a RAG recipe has both, and retrieval alone has no model', () => {
    expect(describeRecipe(Recipe.parse({ generation: { model: 'extractive' } })).model).toBe('extractive reader')
    expect(describeRecipe(Recipe.parse({ rerank: { kind: 'model', model: 'm' } }))).toMatchObject({ model: null })
    expect(describeRecipe(Recipe.parse({ rerank: { kind: 'model', model: 'm' } })).search).toContain('rerank')
  })
})
