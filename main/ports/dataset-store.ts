import type { CorpusDocument, CorpusVersion } from '../../shared/domain/corpus.ts'
import type {
  DocumentSummary,
  EvalSetVersion,
  Page,
  QueryDetail,
  QueryState,
  QuerySummary,
} from '../../shared/domain/dataset-browse.ts'
import type { EvalQuery, EvalSet, GoldSpan, Judgment } from '../../shared/domain/eval-set.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, JobId } from '../../shared/domain/ids.ts'

/** A document's place in a version: `contentHash` is the SHA-256 over title, syntax and text. */
export interface DocumentEntry {
  readonly docId: string
  readonly contentHash: string
}

export interface NewEvalSet {
  readonly evalSetId: EvalSetId
  readonly name: string
  readonly corpusId: CorpusId
  readonly corpusVersionId: CorpusVersionId
  readonly createdAt: string
  readonly contentHash: string
  readonly queries: readonly EvalQuery[]
  readonly judgmentsBySplit: ReadonlyMap<string, readonly Judgment[]>
  /** Which queries each split holds, in order. */
  readonly queryIdsBySplit: ReadonlyMap<string, readonly string[]>
  /** Spans that could not be anchored: kept with their quote, not scored. */
  readonly staleSpans: readonly (GoldSpan & { queryId: string })[]
}

/** One split, ready to be scored. */
export interface EvalExamples {
  readonly queries: readonly EvalQuery[]
  /** Grade by document id, by query id; a query without judgments has no entry. */
  readonly judgments: ReadonlyMap<string, ReadonlyMap<string, number>>
}

export interface QueryFilter {
  /** Only queries of this split; their judgments of this split are counted. */
  readonly split?: string | undefined
  /** Text in id or text; ASCII letters match in either case. */
  readonly search?: string | undefined
  readonly state: QueryState
}

/**
 * Corpora and eval sets. Synchronous on purpose, as all stores: a transaction must not be open across an await.
 */
export interface DatasetStore {
  findCorpus(name: string): { corpusId: CorpusId; current: CorpusVersion } | null
  createCorpus(corpusId: CorpusId, name: string, createdAt: string): void
  listCorpora(): CorpusVersion[]
  listVersions(corpusId: CorpusId): CorpusVersion[]
  /** The latest version with that content; null when there is none. */
  findVersion(versionId: CorpusVersionId): CorpusVersion | null
  /** Stores the contents that are new, the version's document list, and makes it the corpus's current version. */
  addVersion(
    corpusId: CorpusId,
    versionId: CorpusVersionId,
    createdAt: string,
    entries: readonly DocumentEntry[],
    contents: ReadonlyMap<string, CorpusDocument>,
  ): CorpusVersion
  /** In version order. */
  documentEntries(versionId: CorpusVersionId): DocumentEntry[]
  /** Documents at positions [from, to) of a version, in order. */
  documents(versionId: CorpusVersionId, from?: number, to?: number): CorpusDocument[]
  document(versionId: CorpusVersionId, docId: string): CorpusDocument | null
  /** The document at a position; null behind the last. */
  documentAt(versionId: CorpusVersionId, position: number): CorpusDocument | null
  /** In rising order. @param search text in id, title or text; ASCII letters match in either case. */
  documentPositions(versionId: CorpusVersionId, search: string): number[]
  /** Summaries of the documents at these positions, in their order. */
  documentSummaries(versionId: CorpusVersionId, positions: readonly number[]): DocumentSummary[]

  /** Remembers which original, kept in the file vault, an import job took. */
  addImportedFile(jobId: JobId, path: string, sha256: string): void

  addEvalSet(evalSet: NewEvalSet): EvalSet
  /** Points an eval set whose content did not change at a newer version of its corpus. */
  moveEvalSet(evalSetId: EvalSetId, corpusVersionId: CorpusVersionId): void
  /** The newest eval set of each name. */
  listEvalSets(): EvalSet[]
  findEvalSet(name: string): EvalSet | null
  evalSet(evalSetId: EvalSetId): EvalSet | null
  /** All versions of that name, the oldest first. */
  evalSetVersions(name: string): Omit<EvalSetVersion, 'number'>[]
  /** What refers to an eval set. One without uses can be removed. */
  evalSetUses(evalSetId: EvalSetId): { readonly runs: number; readonly sweeps: number }
  /** Takes away an eval set that nothing refers to. */
  removeEvalSet(evalSetId: EvalSetId): void
  /** A page of its queries, in order, with how many there are. */
  querySummaries(evalSetId: EvalSetId, filter: QueryFilter, page: Page): { total: number; queries: QuerySummary[] }
  /** @param judgmentLimit the highest grades first. */
  queryDetail(evalSetId: EvalSetId, queryId: string, judgmentLimit: number): QueryDetail | null
  examples(evalSetId: EvalSetId, split: string): EvalExamples
  /** All queries, all judgments and all stale spans, as they were added. */
  evalSetContent(
    evalSetId: EvalSetId,
  ): Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans'>
}
