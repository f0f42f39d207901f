import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const documents = [
  ['tides', 'Tides', 'The moon pulls the sea: tides rise and fall twice a day, highest at new and full moon.'],
  ['bread', 'Sourdough', 'Flour, water and wild yeast ferment overnight before the bread is baked in a hot oven.'],
  ['bees', 'Bees', 'Honey bees dance to show the others where flowers with nectar stand.'],
  ['glass', 'Glass', 'Sand is melted with soda and lime at high heat to make glass.'],
  ['moon', 'The moon', 'The moon circles the earth in about 27 days and always shows the same face.'],
  ['trams', 'Trams', 'Electric trams replaced horses in many cities around the year 1900.'],
] as const

const questions = [
  ['q1', 'Why does the sea rise twice a day?'],
  ['q2', 'How do bees tell where flowers are?'],
  ['q3', 'What is glass made of?'],
  ['q4', 'When did trams become electric?'],
] as const

const judgments = [
  ['q1', 'tides', 2],
  ['q1', 'moon', 1],
  ['q2', 'bees', 1],
  ['q3', 'glass', 1],
  ['q4', 'trams', 1],
] as const

/** A BEIR folder of six documents and four questions. @param splits names of the files below `qrels/`. */
export function makeBeir(folder: string, splits: readonly string[] = ['test']): string {
  mkdirSync(join(folder, 'qrels'), { recursive: true })
  const jsonl = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  writeFileSync(join(folder, 'corpus.jsonl'), jsonl(documents.map(([_id, title, text]) => ({ _id, title, text }))))
  writeFileSync(join(folder, 'queries.jsonl'), jsonl(questions.map(([_id, text]) => ({ _id, text }))))
  const qrels = ['query-id\tcorpus-id\tscore', ...judgments.map((row) => row.join('\t'))].join('\n')
  for (const split of splits) writeFileSync(join(folder, 'qrels', `${split}.tsv`), `${qrels}\n`)
  return folder
}
