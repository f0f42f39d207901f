import { AppError } from '../../../shared/domain/app-error.ts'
import type { EvalSet, GoldSpan, Judgment } from '../../../shared/domain/eval-set.ts'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import { requireWritable } from '../../../shared/domain/require-writable.ts'
import type { Clock } from '../../ports/clock.ts'
import type { NewEvalSet } from '../../ports/dataset-store.ts'
import type { NewId } from '../../ports/new-id.ts'
import type { Store } from '../../ports/store.ts'
import { hashEvalSet } from './storing/hash-eval-set.ts'

type EvalSetContent = Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans'>

interface SpanPlace {
  readonly docId: string
  readonly start: number
  readonly end: number
}

/**
 * Corrects eval sets. A version is never changed: every edit stores another one, which becomes the newest of its name,
 * while runs keep the one they were scored on.
 */
export class EvalSetEditing {
  readonly #store: Store
  readonly #clock: Clock
  readonly #newId: NewId

  constructor({ store, clock, newId }: { store: Store; clock: Clock; newId: NewId }) {
    this.#store = store
    this.#clock = clock
    this.#newId = newId
  }

  /**
   * Adds or changes one judgment, or takes it away (grade null). A query that is judged in a split belongs to it.
   * Throws AppError NOT_FOUND, CONFLICT (not the newest version) or WORKSPACE_LOCKED.
   */
  editJudgment(
    evalSetId: EvalSetId,
    { split, queryId, docId, grade }: { split: string; queryId: string; docId: string; grade: number | null },
  ): EvalSet {
    return this.#edit(evalSetId, (content, evalSet) => {
      requireQuery(content, queryId)
      const judgments = content.judgmentsBySplit.get(split) ?? []
      const others = judgments.filter((judgment) => judgment.queryId !== queryId || judgment.docId !== docId)
      if (grade === null && others.length === judgments.length)
        throw new AppError('NOT_FOUND', `The query "${queryId}" has no judgment of "${docId}" in the split "${split}".`)
      if (grade !== null && others.length === judgments.length) this.#requireDocument(evalSet, docId)
      const edited: Judgment[] = grade === null ? others : [...others, { queryId, docId, grade }]
      const queryIds = content.queryIdsBySplit.get(split) ?? []
      const ownIds = new Set([...queryIds, queryId])
      return {
        ...content,
        judgmentsBySplit: new Map([...content.judgmentsBySplit, [split, edited]]),
        // In the order of the queries, as an import stores them.
        queryIdsBySplit: queryIds.includes(queryId)
          ? content.queryIdsBySplit
          : new Map([
              ...content.queryIdsBySplit,
              [split, content.queries.map((query) => query.queryId).filter((id) => ownIds.has(id))],
            ]),
      }
    })
  }

  /**
   * Adds and takes away gold spans of one query. A span that overlaps another of its document is joined with it.
   * Stale spans are taken away by their stated place.
   * Throws AppError INVALID_INPUT for a place outside the document, and as `editJudgment`.
   */
  editSpans(
    evalSetId: EvalSetId,
    { queryId, add, remove }: { queryId: string; add: readonly SpanPlace[]; remove: readonly SpanPlace[] },
  ): EvalSet {
    return this.#edit(evalSetId, (content, evalSet) => {
      const query = requireQuery(content, queryId)
      const isRemoved = (span: SpanPlace) => remove.some((place) => isSamePlace(place, span))
      const spans = add.reduce(
        (all: readonly GoldSpan[], place) => this.#withSpan(all, place, evalSet),
        query.spans.filter((span) => !isRemoved(span)),
      )
      return {
        ...content,
        queries: content.queries.map((other) => (other === query ? { ...query, spans: [...spans] } : other)),
        staleSpans: content.staleSpans.filter((span) => span.queryId !== queryId || !isRemoved(span)),
      }
    })
  }

  /**
   * Makes the version before this one the newest again. The edited version goes when nothing refers to it; else it stays
   * and the earlier content is stored as a version after it.
   */
  undoEdit(evalSetId: EvalSetId): EvalSet {
    const { datasets } = this.#store
    return this.#write(() => {
      const evalSet = this.#requireNewest(evalSetId)
      const before = datasets.evalSetVersions(evalSet.name).at(-2)
      if (!before || before.corpusVersionId !== evalSet.corpusVersionId)
        throw new AppError(
          'CONFLICT',
          `There is no earlier version of "${evalSet.name}" on these documents to go back to.`,
        )
      const uses = datasets.evalSetUses(evalSetId)
      if (uses.runs + uses.sweeps > 0) return this.#addVersion(evalSet, datasets.evalSetContent(before.evalSetId))
      datasets.removeEvalSet(evalSetId)
      return datasets.evalSet(before.evalSetId)!
    })
  }

  #edit(evalSetId: EvalSetId, change: (content: EvalSetContent, evalSet: EvalSet) => EvalSetContent): EvalSet {
    return this.#write(() => {
      const evalSet = this.#requireNewest(evalSetId)
      const edited = change(this.#store.datasets.evalSetContent(evalSetId), evalSet)
      return hashEvalSet(edited) === evalSet.contentHash ? evalSet : this.#addVersion(evalSet, edited)
    })
  }

  #addVersion(evalSet: EvalSet, content: EvalSetContent): EvalSet {
    const { name, corpusId, corpusVersionId } = evalSet
    return this.#store.datasets.addEvalSet({
      evalSetId: this.#newId() as EvalSetId,
      name,
      corpusId,
      corpusVersionId,
      createdAt: this.#clock.now().toISOString(),
      contentHash: hashEvalSet(content),
      ...content,
    })
  }

  #write<Result>(work: () => Result): Result {
    requireWritable(this.#store)
    return this.#store.transaction(work)
  }

  #requireNewest(evalSetId: EvalSetId): EvalSet {
    const evalSet = this.#store.datasets.evalSet(evalSetId)
    if (!evalSet) throw new AppError('NOT_FOUND', `There is no eval set ${evalSetId} in this workspace.`, { evalSetId })
    if (this.#store.datasets.findEvalSet(evalSet.name)?.evalSetId === evalSetId) return evalSet
    throw new AppError(
      'CONFLICT',
      `"${evalSet.name}" has a newer version, and only the newest can be corrected. Nothing was changed; open the newest version and try again.`,
      { evalSetId },
    )
  }

  #requireDocument(evalSet: EvalSet, docId: string): string {
    const document = this.#store.datasets.document(evalSet.corpusVersionId, docId)
    if (document) return document.text
    throw new AppError(
      'NOT_FOUND',
      `The corpus of "${evalSet.name}" has no document "${docId}". Nothing was changed.`,
      {
        docId,
      },
    )
  }

  #withSpan(spans: readonly GoldSpan[], place: SpanPlace, evalSet: EvalSet): GoldSpan[] {
    const text = this.#requireDocument(evalSet, place.docId)
    const overlapping = spans.filter(
      (span) => span.docId === place.docId && span.start < place.end && place.start < span.end,
    )
    const start = Math.min(place.start, ...overlapping.map((span) => span.start))
    const end = Math.max(place.end, ...overlapping.map((span) => span.end))
    if (start >= end || end > text.length)
      throw new AppError(
        'INVALID_INPUT',
        `A span from ${place.start} to ${place.end} does not lie in "${place.docId}", which has ${text.length} characters. Nothing was changed.`,
      )
    const kept = spans.filter((span) => !overlapping.includes(span))
    return [...kept, { docId: place.docId, start, end, quote: text.slice(start, end) }]
  }
}

function requireQuery(content: EvalSetContent, queryId: string): EvalSetContent['queries'][number] {
  const query = content.queries.find((candidate) => candidate.queryId === queryId)
  if (query) return query
  throw new AppError('NOT_FOUND', `The eval set has no query "${queryId}". Nothing was changed.`, { queryId })
}

function isSamePlace(a: SpanPlace, b: SpanPlace): boolean {
  return a.docId === b.docId && a.start === b.start && a.end === b.end
}
