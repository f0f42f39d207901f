import type { ColumnMapping } from '../../../../shared/domain/dataset-import.ts'
import type { SourceFile } from '../../../ports/import-source.ts'
import type { BeirRole } from '../beir/find-beir-layout.ts'
import type { FileKind } from './detect-format.ts'
import type { FileTally } from './file-tally.ts'

/** One file of an import, with what it is taken for and what became of it. */
export interface ImportStep {
  readonly file: SourceFile
  readonly tally: FileTally
  readonly kind: FileKind | { readonly kind: 'beir'; readonly role: BeirRole }
  /** The user said what it is: its content does not change that. */
  readonly isForced: boolean
  readonly mapping: ColumnMapping
  readonly isWholeMapping: boolean
  /** Tallies of its sheets, once it was read, where several hold something. */
  readonly sheets: FileTally[]
}
