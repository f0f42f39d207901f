import type { StatedResult } from '../results/stated-result.ts'
import type { RankedDocument } from './ranked-document.ts'

/** A line of a run file that could be read. */
export interface StatedRanking extends RankedDocument {
  readonly queryId: string
  /** From 1. */
  readonly row: number
}

/** A run file's lines that were taken, with the eval set that they answer; nothing is stored yet. */
export interface ParsedRun {
  /** As in SourceFile.path. */
  readonly path: string
  /** The last column of the first line. */
  readonly tag: string
  /** SHA-256 (hex) of the file's bytes. */
  readonly fileSha256: string
  readonly evalSetName: string
  readonly split: string
  /** By query id, in the order of the file; every document once. */
  readonly rankings: ReadonlyMap<string, readonly RankedDocument[]>
  readonly lines: number
  /** Lines that name a document outside the corpus. */
  readonly foreignLines: number
  /** Queries of the split. */
  readonly queries: number
  /** The same file was imported to the same eval set before. */
  readonly isKnown: boolean
  /** What a file of results says of the run, which is taken as it stands; left out where its rankings are scored. */
  readonly stated?: StatedResult
}

/** A split that a run may answer. */
export interface RunCandidate {
  readonly evalSetName: string
  readonly split: string
  readonly queryIds: readonly string[]
  /** Ids of the documents of the corpus version that the eval set stands on. */
  readonly documentIds: () => readonly string[]
  readonly isKnown: (fileSha256: string, tag: string) => boolean
}
