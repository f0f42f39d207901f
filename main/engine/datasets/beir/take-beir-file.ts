import type { DatasetBuilder } from '../parsing/dataset-builder.ts'
import { type FileReading, readText } from '../parsing/file-reading.ts'
import type { ImportStep } from '../parsing/import-step.ts'
import { parseTableFile } from '../tables/parse-table-file.ts'
import { readJsonLines } from '../tables/read-json-lines.ts'
import type { BeirRole } from './find-beir-layout.ts'
import { parseBeirAnswers, parseBeirCorpus, parseBeirQueries } from './parse-beir.ts'
import { parseQrels } from './parse-qrels.ts'

/** Takes a file by the part that it plays in a BEIR dataset. Throws AppError UNREADABLE_FILE. */
export async function takeBeirFile(
  step: ImportStep,
  role: BeirRole,
  reading: FileReading,
  builder: DatasetBuilder,
): Promise<void> {
  const { tally, mapping, isWholeMapping } = step
  if (role === 'other') {
    tally.role = 'other'
    const reason = 'The file is not part of the BEIR dataset (corpus.jsonl, queries.jsonl, answers.jsonl, qrels/*.tsv).'
    tally.count(null, { reason })
    return
  }
  const text = await readText(step, reading)
  if (role === 'qrels') {
    parseQrels(text, tally, builder)
    return
  }
  if (role === 'corpus') {
    parseBeirCorpus(text, tally, builder, mapping)
    return
  }
  if (role === 'answers') {
    parseBeirAnswers(text, tally, builder)
    return
  }
  if (hasTextColumn(text, mapping.query ?? 'text')) {
    parseBeirQueries(text, tally, builder, mapping)
    return
  }
  // Questions in the richer form, with answers and spans in the same row.
  tally.format = 'jsonl'
  parseTableFile({ text, format: 'jsonl', contentHash: null, mapping, isWholeMapping }, tally, builder)
}

function hasTextColumn(text: string, column: string): boolean {
  for (const line of readJsonLines(text)) if ('cells' in line) return Object.hasOwn(line.cells, column)
  return true
}
