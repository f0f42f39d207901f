import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One document, and questions with an answer each. @returns the folder. */
export function writeNumberedQuestions(folder: string, examples: number): string {
  mkdirSync(join(folder, 'qrels'), { recursive: true })
  const numbers = Array.from({ length: examples }, (_, number) => number)
  const lines = (rows: readonly unknown[]) => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
  writeFileSync(join(folder, 'corpus.jsonl'), lines([{ _id: 'd', title: 'The hub', text: 'It holds forty seconds.' }]))
  writeFileSync(
    join(folder, 'queries.jsonl'),
    lines(numbers.map((number) => ({ _id: `q${number}`, text: `How long does hub number ${number} hold up?` }))),
  )
  writeFileSync(
    join(folder, 'answers.jsonl'),
    lines(numbers.map((number) => ({ _id: `q${number}`, answers: ['forty seconds'] }))),
  )
  const judged = numbers.map((number) => `q${number}\td\t1`)
  writeFileSync(join(folder, 'qrels', 'test.tsv'), `${['query-id\tcorpus-id\tscore', ...judged].join('\n')}\n`)
  return folder
}
