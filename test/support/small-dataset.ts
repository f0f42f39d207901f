import { type FileContents, jsonl } from './parse-files.ts'

const documents = [
  ['hub', 'The hub', 'The hub stores the readings of every sensor and sends them to the cloud once an hour.'],
  ['valve', 'The valve', 'A valve that sticks is opened and closed ten times, then cleaned with warm water.'],
  ['sensor', 'The sensor', 'A soil sensor measures moisture and temperature; its battery lasts two years.'],
  ['radio', 'The radio', 'The radio reaches two hundred metres; walls and wet leaves shorten its range.'],
  ['update', 'Updates', 'An update that fails leaves the hub on the version before it. Start the hub again.'],
  ['copy', 'Updates again', 'An update that fails leaves the hub on the version before it. Start the hub again.'],
] as const

const questions = [
  ['q1', 'How often does the hub send readings?', 'hub'],
  ['q2', 'What helps when a valve sticks?', 'valve'],
  ['q3', 'How long does the battery of a soil sensor last?', 'sensor'],
  ['q4', 'What shortens the range of the radio?', 'radio'],
  ['q5', 'What happens when an update fails?', 'update'],
] as const

/** Six documents, two of them alike, and five questions with one relevant document each, in the BEIR layout. */
export const smallDataset: FileContents = {
  'corpus.jsonl': jsonl(documents.map(([_id, title, text]) => ({ _id, title, text }))),
  'queries.jsonl': jsonl(questions.map(([_id, text]) => ({ _id, text }))),
  'qrels/test.tsv': ['query-id\tcorpus-id\tscore', ...questions.map(([id, , doc]) => `${id}\t${doc}\t1`), ''].join(
    '\n',
  ),
}
