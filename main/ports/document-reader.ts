import type { CorpusDocument } from '../../shared/domain/corpus.ts'

/** The text of one file. */
export interface ReadDocument {
  readonly title: string
  readonly text: string
  readonly syntax: CorpusDocument['syntax']
  /** Remarks in plain sentences, e.g. pages without a text layer. */
  readonly notes: readonly string[]
}

/**
 * Turns the bytes of one file into text. Throws AppError UNREADABLE_FILE with a sentence that says what is wrong when
 * the file is damaged, encrypted or holds no text.
 */
export interface DocumentReader {
  read(bytes: Uint8Array, path: string): Promise<ReadDocument>
}
