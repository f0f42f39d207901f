import type { DocumentFormat } from '../../../ports/document-readers.ts'
import { parseQrels } from '../beir/parse-qrels.ts'
import { parseTrecRun } from '../runs/parse-trec-run.ts'
import type { DatasetBuilder } from './dataset-builder.ts'
import { hasQrelsHeader, looksLikeTrecQrels, looksLikeTrecRun } from './detect-format.ts'
import { decodeInto, type FileReading, hashOf, readBytes } from './file-reading.ts'
import type { ImportStep } from './import-step.ts'
import { stemOf } from './path-names.ts'

/** Takes a file as one document, unless its text shows judgments or a run. Throws AppError UNREADABLE_FILE. */
export async function takeDocument(
  step: ImportStep,
  format: DocumentFormat,
  reading: FileReading,
  builder: DatasetBuilder,
): Promise<void> {
  const { file, tally, isForced } = step
  const bytes = await readBytes(file, reading)
  if (bytes.length === 0) {
    tally.count(null, { reason: 'The file is empty.' })
    return
  }
  if (format !== 'pdf' && format !== 'docx') {
    const text = decodeInto(tally, bytes, reading)
    if (format === 'text' && !isForced && (hasQrelsHeader(text) || looksLikeTrecQrels(text))) {
      tally.format = 'qrels'
      parseQrels(text, tally, builder)
      return
    }
    if (format === 'text' && !isForced && looksLikeTrecRun(text)) {
      tally.format = 'trec-run'
      parseTrecRun(text, hashOf(await file.read()), tally, builder)
      return
    }
  }
  const { title, text, syntax, notes } = await reading.readers[format].read(bytes, file.path)
  if (text.trim() === '') {
    tally.count(null, { reason: 'The file holds no text.' })
    return
  }
  for (const note of notes) builder.notes.push(`${file.path}: ${note}`)
  tally.role = 'document'
  const document = { title: title || stemOf(file.path), text, syntax, sourcePath: file.path }
  // Only a repetition is counted now; a new document is counted when it gets its id.
  const outcome = builder.addFileDocument({ ...document, tally, contentHash: hashOf(bytes) })
  if (outcome !== 'accepted') tally.count(null, outcome, { title: document.title, text })
}
