import type { CorpusDocument } from '../../../../shared/domain/corpus.ts'
import type { ImportedFile, Rejection } from '../../../../shared/domain/dataset-import.ts'
import type { TrainingRow } from '../../../ports/training-store.ts'
import type { ParsedRun } from '../runs/parsed-run.ts'
import type { FileSample } from './file-tally.ts'

/** A gold span as the dataset states it: by offsets, by quote, or both; not yet anchored in a document. */
export interface StatedSpan {
  readonly docId: string
  readonly start: number | null
  readonly end: number | null
  readonly quote: string | null
}

export interface ParsedDocument extends CorpusDocument {
  /** Which source file it came from, as in SourceFile.path. */
  readonly sourcePath: string
}

export interface ParsedQuery {
  readonly queryId: string
  readonly text: string
  readonly answers: readonly string[]
  readonly spans: readonly StatedSpan[]
  readonly tags: readonly string[]
  /** The split that the row itself names, if any. */
  readonly split: string | null
}

export interface ParsedJudgment {
  readonly split: string
  readonly queryId: string
  readonly docId: string
  readonly grade: number
}

/** Everything that was understood of an import, before anything is stored. */
export interface ParsedDataset {
  readonly name: string
  readonly documents: readonly ParsedDocument[]
  readonly duplicateDocuments: number
  readonly queries: readonly ParsedQuery[]
  readonly judgments: readonly ParsedJudgment[]
  /** Runs made elsewhere. */
  readonly runs: readonly ParsedRun[]
  /** Training examples of all files, and what each file was read as. */
  readonly training: {
    readonly rows: readonly TrainingRow[]
    readonly files: readonly { readonly path: string; readonly shape: string }[]
  }
  readonly files: readonly ImportedFile[]
  readonly rejections: readonly Rejection[]
  readonly notes: readonly string[]
  /** What stands in the files, cut to what a preview shows, by path. */
  readonly samples: ReadonlyMap<string, FileSample>
}
