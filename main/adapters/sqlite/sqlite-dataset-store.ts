import type { CorpusDocument, CorpusVersion } from '../../../shared/domain/corpus.ts'
import type {
  DocumentSummary,
  EvalSetVersion,
  Page,
  QueryDetail,
  QuerySummary,
} from '../../../shared/domain/dataset-browse.ts'
import type { EvalSet } from '../../../shared/domain/eval-set.ts'
import type { CorpusId, CorpusVersionId, EvalSetId, JobId } from '../../../shared/domain/ids.ts'
import type { DatasetStore, DocumentEntry, EvalExamples, NewEvalSet, QueryFilter } from '../../ports/dataset-store.ts'
import { CorpusVersions } from './corpus-versions.ts'
import type { Database } from './database.ts'
import { DatasetBrowser } from './dataset-browser.ts'
import { EvalSetContent } from './eval-set-content.ts'
import { EvalSets } from './eval-sets.ts'

/** The store of datasets: hands each question to the class that knows its tables. */
export class SqliteDatasetStore implements DatasetStore {
  readonly #database: Database
  readonly #browser: DatasetBrowser
  readonly #corpora: CorpusVersions
  readonly #content: EvalSetContent
  readonly #evalSets: EvalSets

  constructor(database: Database) {
    this.#database = database
    this.#browser = new DatasetBrowser(database)
    this.#corpora = new CorpusVersions(database)
    this.#content = new EvalSetContent(database)
    this.#evalSets = new EvalSets(database, this.#content)
  }

  findCorpus(name: string): { corpusId: CorpusId; current: CorpusVersion } | null {
    return this.#corpora.findCorpus(name)
  }

  createCorpus(corpusId: CorpusId, name: string, createdAt: string): void {
    this.#corpora.createCorpus(corpusId, name, createdAt)
  }

  listCorpora(): CorpusVersion[] {
    return this.#corpora.listCorpora()
  }

  listVersions(corpusId: CorpusId): CorpusVersion[] {
    return this.#corpora.listVersions(corpusId)
  }

  findVersion(versionId: CorpusVersionId): CorpusVersion | null {
    return this.#corpora.findVersion(versionId)
  }

  addVersion(
    corpusId: CorpusId,
    versionId: CorpusVersionId,
    createdAt: string,
    entries: readonly DocumentEntry[],
    contents: ReadonlyMap<string, CorpusDocument>,
  ): CorpusVersion {
    return this.#corpora.addVersion(corpusId, versionId, createdAt, entries, contents)
  }

  documentEntries(versionId: CorpusVersionId): DocumentEntry[] {
    return this.#corpora.documentEntries(versionId)
  }

  documents(versionId: CorpusVersionId, from?: number, to?: number): CorpusDocument[] {
    return this.#corpora.documents(versionId, from, to)
  }

  document(versionId: CorpusVersionId, docId: string): CorpusDocument | null {
    return this.#corpora.document(versionId, docId)
  }

  documentAt(versionId: CorpusVersionId, position: number): CorpusDocument | null {
    return this.#corpora.documentAt(versionId, position)
  }

  documentPositions(versionId: CorpusVersionId, search: string): number[] {
    return this.#browser.documentPositions(versionId, search)
  }

  documentSummaries(versionId: CorpusVersionId, positions: readonly number[]): DocumentSummary[] {
    return this.#browser.documentSummaries(versionId, positions)
  }

  querySummaries(evalSetId: EvalSetId, filter: QueryFilter, page: Page): { total: number; queries: QuerySummary[] } {
    return this.#browser.querySummaries(evalSetId, filter, page)
  }

  queryDetail(evalSetId: EvalSetId, queryId: string, judgmentLimit: number): QueryDetail | null {
    return this.#browser.queryDetail(evalSetId, queryId, judgmentLimit)
  }

  addImportedFile(jobId: JobId, path: string, sha256: string): void {
    this.#database.run(
      'INSERT OR REPLACE INTO imported_files (job_id, path, sha256) VALUES (?, ?, ?)',
      jobId,
      path,
      sha256,
    )
  }

  addEvalSet(evalSet: NewEvalSet): EvalSet {
    return this.#evalSets.addEvalSet(evalSet)
  }

  moveEvalSet(evalSetId: EvalSetId, corpusVersionId: CorpusVersionId): void {
    this.#evalSets.moveEvalSet(evalSetId, corpusVersionId)
  }

  listEvalSets(): EvalSet[] {
    return this.#evalSets.listEvalSets()
  }

  findEvalSet(name: string): EvalSet | null {
    return this.#evalSets.findEvalSet(name)
  }

  evalSet(evalSetId: EvalSetId): EvalSet | null {
    return this.#evalSets.evalSet(evalSetId)
  }

  evalSetVersions(name: string): Omit<EvalSetVersion, 'number'>[] {
    return this.#evalSets.evalSetVersions(name)
  }

  evalSetUses(evalSetId: EvalSetId): { readonly runs: number; readonly sweeps: number } {
    return this.#evalSets.evalSetUses(evalSetId)
  }

  removeEvalSet(evalSetId: EvalSetId): void {
    this.#evalSets.removeEvalSet(evalSetId)
  }

  examples(evalSetId: EvalSetId, split: string): EvalExamples {
    return this.#content.examples(evalSetId, split)
  }

  evalSetContent(
    evalSetId: EvalSetId,
  ): Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans'> {
    return this.#content.evalSetContent(evalSetId)
  }
}
