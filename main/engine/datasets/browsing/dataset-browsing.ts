import { AppError } from '../../../../shared/domain/app-error.ts'
import type { CorpusVersion } from '../../../../shared/domain/corpus.ts'
import type {
  CorpusHistory,
  DocumentSummary,
  DocumentText,
  EvalSetHistory,
  Page,
  QueryDetail,
  QuerySummary,
} from '../../../../shared/domain/dataset-browse.ts'
import type { CorpusId, CorpusVersionId, EvalSetId } from '../../../../shared/domain/ids.ts'
import type { LengthHistogram } from '../../../../shared/domain/length-histogram.ts'
import type { Compute } from '../../../ports/compute.ts'
import type { QueryFilter } from '../../../ports/dataset-store.ts'
import type { Store } from '../../../ports/store.ts'
import { countLengths } from './count-lengths.ts'

const keptSearches = 4
const listedJudgments = 200

/** Looks into stored corpora and eval sets, page by page. */
export class DatasetBrowsing {
  readonly #store: Store
  readonly #compute: Compute
  /** Positions that a search found; a version never changes, so they stay true. */
  readonly #searches = new Map<string, readonly number[]>()
  readonly #lengths = new Map<CorpusVersionId, Promise<LengthHistogram>>()

  constructor({ store, compute }: { store: Store; compute: Compute }) {
    this.#store = store
    this.#compute = compute
  }

  /** @param reference id or name of a corpus, or id of a version. Throws AppError NOT_FOUND. */
  corpus(reference: string): CorpusHistory {
    const { datasets } = this.#store
    const newest = datasets
      .listCorpora()
      .find(({ corpusId, corpusName }) => corpusId === reference || corpusName === reference)
    const version = newest ?? datasets.findVersion(reference as CorpusVersionId)
    if (!version) throw notFound('corpus', reference)
    return { version, versions: datasets.listVersions(version.corpusId as CorpusId) }
  }

  /** @param reference id or name of an eval set. Throws AppError NOT_FOUND. */
  evalSet(reference: string): EvalSetHistory {
    const { datasets } = this.#store
    const evalSet = datasets.evalSet(reference as EvalSetId) ?? datasets.findEvalSet(reference)
    if (!evalSet) throw notFound('eval set', reference)
    const versions = datasets.evalSetVersions(evalSet.name).map((version, index) => ({ ...version, number: index + 1 }))
    const number = versions.find((version) => version.evalSetId === evalSet.evalSetId)!.number
    const corpus = datasets
      .listVersions(evalSet.corpusId)
      .findLast((version) => version.versionId === evalSet.corpusVersionId)
    if (!corpus) throw notFound('corpus version', evalSet.corpusVersionId)
    return { evalSet, number, isCurrent: number === versions.length, corpus, versions }
  }

  documents(
    versionId: CorpusVersionId,
    search: string | undefined,
    { offset, limit }: Page,
  ): { total: number; documents: DocumentSummary[] } {
    const { documents: all } = this.#version(versionId)
    const isSearch = search !== undefined && search.trim() !== ''
    const found = isSearch ? this.#search(versionId, search) : null
    const total = found?.length ?? all
    const positions = found
      ? found.slice(offset, offset + limit)
      : Array.from({ length: Math.max(0, Math.min(limit, total - offset)) }, (_, index) => offset + index)
    return { total, documents: this.#store.datasets.documentSummaries(versionId, positions) }
  }

  /** At most `limit` UTF-16 code units from `start`; a character is never torn at the end. */
  document(versionId: CorpusVersionId, docId: string, start: number, limit: number): DocumentText {
    const document = this.#store.datasets.document(versionId, docId)
    if (!document) throw notFound('document', docId)
    const { text } = document
    const end = Math.min(text.length, start + limit)
    const isTorn = end < text.length && isHighSurrogate(text.charCodeAt(end - 1)) && end - start > 1
    return { ...document, text: text.slice(start, isTorn ? end - 1 : end), start, length: text.length }
  }

  /** Counted once per version and process. */
  documentLengths(versionId: CorpusVersionId): Promise<LengthHistogram> {
    const known = this.#lengths.get(versionId)
    if (known) return known
    const { documents, characters } = this.#version(versionId)
    const read = (position: number) => this.#store.datasets.documentAt(versionId, position)?.text ?? ''
    const counting = countLengths({ texts: documents, characters, read }, this.#compute)
    this.#lengths.set(versionId, counting)
    counting.catch(() => this.#lengths.delete(versionId))
    return counting
  }

  queries(evalSetId: EvalSetId, filter: QueryFilter, page: Page): { total: number; queries: QuerySummary[] } {
    return this.#store.datasets.querySummaries(evalSetId, filter, page)
  }

  query(evalSetId: EvalSetId, queryId: string): QueryDetail {
    const query = this.#store.datasets.queryDetail(evalSetId, queryId, listedJudgments)
    if (!query) throw notFound('query', queryId)
    return query
  }

  #version(versionId: CorpusVersionId): CorpusVersion {
    const version = this.#store.datasets.findVersion(versionId)
    if (!version) throw notFound('corpus version', versionId)
    return version
  }

  #search(versionId: CorpusVersionId, search: string): readonly number[] {
    const key = JSON.stringify([versionId, search.trim()])
    const known = this.#searches.get(key)
    if (known) return known
    const found = this.#store.datasets.documentPositions(versionId, search)
    this.#searches.set(key, found)
    for (const oldest of this.#searches.keys()) {
      if (this.#searches.size <= keptSearches) break
      this.#searches.delete(oldest)
    }
    return found
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function notFound(what: string, reference: string): AppError {
  return new AppError('NOT_FOUND', `There is no ${what} ${reference} in this workspace.`, { reference })
}
