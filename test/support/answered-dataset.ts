import { type FileContents, jsonl } from './parse-files.ts'

const documents = [
  ['hub', 'The hub', 'The hub stores the readings of every sensor and sends them to the cloud once an hour.'],
  ['valve', 'The valve', 'A valve that sticks is opened and closed ten times, then cleaned with warm water.'],
  ['sensor', 'The sensor', 'A soil sensor measures moisture and temperature; its battery lasts two years.'],
  ['radio', 'The radio', 'The radio reaches two hundred metres; walls and wet leaves shorten its range.'],
] as const

const questions = [
  ['q1', 'How often does the hub send readings?', 'hub', 'once an hour', 'test'],
  ['q2', 'What helps when a valve sticks?', 'valve', 'warm water', 'test'],
  ['q3', 'How long does the battery of a soil sensor last?', 'sensor', 'two years', 'test'],
  ['t1', 'How far does the radio reach?', 'radio', 'two hundred metres', 'train'],
  ['t2', 'What does a soil sensor measure?', 'sensor', 'moisture and temperature', 'train'],
] as const

const judged = (split: string) =>
  questions.filter(([, , , , of]) => of === split).map(([id, , doc]) => `${id}\t${doc}\t1`)

/** Four documents and five questions with a short answer each: three in `test`, two in `train`. */
export const answeredDataset: FileContents = {
  'corpus.jsonl': jsonl(documents.map(([_id, title, text]) => ({ _id, title, text }))),
  'queries.jsonl': jsonl(questions.map(([_id, text]) => ({ _id, text }))),
  'answers.jsonl': jsonl(questions.map(([_id, , , answer]) => ({ _id, answers: [answer] }))),
  'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...judged('test'), ''].join('\n'),
  'qrels/train.tsv': ['query-id\tcorpus-id\tscore', ...judged('train'), ''].join('\n'),
}
