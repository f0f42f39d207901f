import type { FileChoice, ImportFormat, ImportRequest } from '../../../../shared/domain/dataset-import.ts'
import type { ImportListing } from '../../../ports/import-source.ts'
import { findBeirLayout, forcedBeirLayout } from '../beir/find-beir-layout.ts'
import { detectFormat, type FileKind } from './detect-format.ts'
import { FileTally } from './file-tally.ts'
import type { ImportStep } from './import-step.ts'

type Choices = Pick<ImportRequest, 'as' | 'files'> & Partial<Pick<ImportRequest, 'mapping'>>

/**
 * Says of every file what it is taken for: what the user chose, else its place in a BEIR dataset, else its name.
 * @returns a step for each file, in the order of the listing.
 */
export function planImportSteps(listing: ImportListing, { as, mapping = {}, files = {} }: Choices): ImportStep[] {
  const paths = listing.files.map((file) => file.path)
  const beir = as === 'beir' ? forcedBeirLayout : as === undefined || as === 'zip' ? findBeirLayout(paths) : null
  return listing.files.map((file) => {
    const choice: FileChoice = Object.hasOwn(files, file.path) ? files[file.path]! : {}
    const kind = choice.format === undefined ? detectKind(file.path) : chosenKind(file.path, choice.format)
    return {
      file,
      tally: new FileTally(file, formatOf(kind)),
      kind,
      isForced: as !== undefined || choice.format !== undefined,
      mapping: choice.mapping ?? mapping,
      isWholeMapping: choice.mapping !== undefined,
      sheets: [],
    }
  })

  function detectKind(path: string): ImportStep['kind'] {
    const detected = detectFormat(path)
    const role = detected.kind === 'archive' ? null : (beir?.roleOf(path) ?? null)
    // Runs lie beside the dataset that they answer.
    if (role === 'other' && as === undefined && detected.kind === 'trec-run') return detected
    return role === null ? forcedKind(detected, as, paths.length === 1) : { kind: 'beir', role }
  }
}

function chosenKind(path: string, format: ImportFormat): ImportStep['kind'] {
  if (format === 'beir') return { kind: 'beir', role: forcedBeirLayout.roleOf(path) ?? 'other' }
  return forcedKind(detectFormat(path), format, true)
}

/**
 * What the user says a file is wins over its name; in a folder only over names of text files, so that one `--as csv`
 * does not turn pictures and PDFs into tables.
 */
function forcedKind(detected: FileKind, as: ImportRequest['as'], isOnlyFile: boolean): FileKind {
  if (as === undefined || as === 'zip' || as === 'beir' || detected.kind === 'archive') return detected
  const isBinary =
    detected.kind === 'unsupported' ||
    detected.kind === 'binary-table' ||
    (detected.kind === 'document' && (detected.format === 'pdf' || detected.format === 'docx'))
  if (isBinary && !isOnlyFile) return detected
  if (as === 'qrels' || as === 'trec-run' || as === 'promptfoo') return { kind: as }
  if (as === 'xlsx' || as === 'parquet') return { kind: 'binary-table', format: as }
  if (as === 'csv' || as === 'tsv' || as === 'json' || as === 'jsonl') return { kind: 'table', format: as }
  return { kind: 'document', format: as }
}

function formatOf(kind: ImportStep['kind']): FileTally['format'] {
  switch (kind.kind) {
    case 'beir':
      return kind.role === 'other' ? null : kind.role === 'qrels' ? 'qrels' : 'beir'
    case 'qrels':
    case 'trec-run':
    case 'promptfoo':
      return kind.kind
    case 'archive':
      return 'zip'
    case 'unsupported':
      return null
    case 'document':
    case 'table':
    case 'binary-table':
      return kind.format
  }
}
