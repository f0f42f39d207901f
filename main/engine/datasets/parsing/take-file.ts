import { AppError } from '../../../../shared/domain/app-error.ts'
import type { ImportRequest } from '../../../../shared/domain/dataset-import.ts'
import { parseQrels } from '../beir/parse-qrels.ts'
import { takeBeirFile } from '../beir/take-beir-file.ts'
import { takePromptfooYaml } from '../foreign/take-promptfoo.ts'
import { parseTrecRun } from '../runs/parse-trec-run.ts'
import { parseRawTables } from '../tables/parse-raw-tables.ts'
import { parseTableFile } from '../tables/parse-table-file.ts'
import type { DatasetBuilder } from './dataset-builder.ts'
import { hasQrelsHeader, looksLikeTrecRun } from './detect-format.ts'
import { decodeInto, type FileReading, hashOf, readBytes, readText, unpacked } from './file-reading.ts'
import type { ImportStep } from './import-step.ts'
import { takeDocument } from './take-document.ts'

/**
 * Reads one file as its step says and hands what it holds to the builder. A file that cannot be read is a rejection in
 * its tally.
 * @param files what the user chose for single files and sheets, by path.
 */
export async function takeFile(
  step: ImportStep,
  files: ImportRequest['files'] = {},
  reading: FileReading,
  builder: DatasetBuilder,
): Promise<void> {
  const { kind, tally, mapping, isWholeMapping } = step
  try {
    switch (kind.kind) {
      case 'archive':
        tally.role = 'archive'
        return
      case 'unsupported':
        tally.count(null, { reason: kind.reason })
        return
      case 'document':
        return await takeDocument(step, kind.format, reading, builder)
      case 'beir':
        return await takeBeirFile(step, kind.role, reading, builder)
      case 'qrels':
        parseQrels(await readText(step, reading), tally, builder)
        return
      case 'trec-run': {
        const packed = await step.file.read()
        const text = decodeInto(tally, unpacked(step.file, packed, reading), reading)
        return parseTrecRun(text, hashOf(packed), tally, builder)
      }
      case 'promptfoo': {
        const bytes = await readBytes(step.file, reading)
        return takePromptfooYaml(decodeInto(tally, bytes, reading), hashOf(bytes), tally, builder)
      }
      case 'binary-table': {
        const bytes = await readBytes(step.file, reading)
        if (bytes.length === 0) return tally.count(null, { reason: 'The file is empty.' })
        const tables = await reading.tables[kind.format].read(bytes)
        const choiceOf = (path: string) => (Object.hasOwn(files, path) ? files[path] : undefined)
        const sheets = { tables, contentHash: hashOf(bytes), mapping, isWholeMapping, choiceOf }
        step.sheets.push(...parseRawTables(sheets, tally, builder))
        return
      }
      case 'table': {
        const bytes = await readBytes(step.file, reading)
        const text = decodeInto(tally, bytes, reading)
        if (!step.isForced && hasQrelsHeader(text) && kind.format === 'tsv') {
          tally.format = 'qrels'
          parseQrels(text, tally, builder)
          return
        }
        if (!step.isForced && kind.format === 'tsv' && looksLikeTrecRun(text)) {
          tally.format = 'trec-run'
          return parseTrecRun(text, hashOf(await step.file.read()), tally, builder)
        }
        const contentHash = hashOf(bytes)
        return parseTableFile({ text, format: kind.format, contentHash, mapping, isWholeMapping }, tally, builder)
      }
    }
  } catch (error) {
    // One bad file is a line in the report; everything else is a fault of the program and must be seen.
    if (!(error instanceof AppError) || error.code !== 'UNREADABLE_FILE') throw error
    tally.role = null
    tally.count(null, { reason: error.message })
  }
}
