import type { CorpusDiff, CorpusVersion } from '../../../../shared/domain/corpus.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { CorpusId } from '../../../../shared/domain/ids.ts'
import type { Clock } from '../../../ports/clock.ts'
import type { NewId } from '../../../ports/new-id.ts'
import type { Store } from '../../../ports/store.ts'
import type { ParsedDataset } from '../parsing/parsed-dataset.ts'
import { type AnchoredEvalSet, anchorEvalSet } from './anchor-eval-set.ts'
import { corpusContent } from './corpus-content.ts'
import { diffVersions } from './diff-versions.ts'
import { findCorpus } from './find-corpus.ts'
import { refuseForeignDocuments } from './refuse-foreign-documents.ts'
import { refuseForeignQuestions } from './refuse-foreign-questions.ts'
import { textsOfVersion } from './texts-of-version.ts'

export interface StoredDataset {
  readonly corpus: CorpusVersion | null
  readonly corpusDiff: CorpusDiff | null
  readonly evalSet: EvalSet | null
  readonly notes: readonly string[]
}

interface StorePorts {
  readonly store: Store
  readonly clock: Clock
  readonly newId: NewId
}

/**
 * Stores what an import understood, all or nothing: a new version of the corpus where documents differ, a new eval set
 * where questions, judgments or spans differ. Call it inside a transaction.
 * @param corpusName the corpus that questions without documents of their own are judged against.
 * Throws AppError NOT_FOUND, INVALID_INPUT or CONFLICT; nothing is stored then.
 */
export function storeDataset(parsed: ParsedDataset, corpusName: string | undefined, ports: StorePorts): StoredDataset {
  const stored = parsed.documents.length > 0 ? storeCorpus(parsed, ports) : null
  const corpus = stored?.corpus ?? findCorpus(parsed, corpusName, ports.store)
  const notes: string[] = []
  let evalSet: EvalSet | null = null
  if (parsed.queries.length > 0 || parsed.judgments.length > 0) {
    const known = ports.store.datasets.findEvalSet(parsed.name)
    const base = known && known.corpusId === corpus.corpusId ? known : null
    if (base) refuseForeignQuestions(base, parsed, ports.store)
    const anchored = anchorEvalSet(
      parsed,
      textsOfVersion(corpus.versionId, ports.store.datasets),
      ports.store.datasets,
      base,
    )
    notes.push(...anchored.notes)
    evalSet = storeEvalSet(parsed.name, anchored, corpus, base, ports)
  }
  if (stored && stored.diff !== null) notes.push(...carryOver(corpus, evalSet, ports))
  return { corpus: stored?.corpus ?? null, corpusDiff: stored?.diff ?? null, evalSet, notes }
}

function storeCorpus(parsed: ParsedDataset, { store, clock, newId }: StorePorts) {
  const { entries, contents, versionId } = corpusContent(parsed.documents)
  const known = store.datasets.findCorpus(parsed.name)
  const createdAt = clock.now().toISOString()
  if (!known) {
    const corpusId = newId() as CorpusId
    store.datasets.createCorpus(corpusId, parsed.name, createdAt)
    const corpus = store.datasets.addVersion(corpusId, versionId, createdAt, entries, contents)
    return { corpus, diff: null }
  }
  const diff = diffVersions(store.datasets.documentEntries(known.current.versionId), entries)
  if (known.current.versionId === versionId) return { corpus: known.current, diff }
  refuseForeignDocuments(known.current, diff)
  const corpus = store.datasets.addVersion(known.corpusId, versionId, createdAt, entries, contents)
  return { corpus, diff }
}

function storeEvalSet(
  name: string,
  anchored: AnchoredEvalSet,
  corpus: CorpusVersion,
  base: EvalSet | null,
  { store, clock, newId }: StorePorts,
): EvalSet {
  if (base?.contentHash === anchored.contentHash) {
    store.datasets.moveEvalSet(base.evalSetId, corpus.versionId)
    return store.datasets.evalSet(base.evalSetId)!
  }
  return store.datasets.addEvalSet({
    evalSetId: newId() as EvalSet['evalSetId'],
    name,
    corpusId: corpus.corpusId,
    corpusVersionId: corpus.versionId,
    createdAt: clock.now().toISOString(),
    ...anchored,
  })
}

/** Other eval sets of a corpus follow it to its new version; their spans are found again by their quotes. */
function carryOver(corpus: CorpusVersion, imported: EvalSet | null, ports: StorePorts): string[] {
  const { datasets } = ports.store
  const textOf = textsOfVersion(corpus.versionId, ports.store.datasets)
  const others = datasets
    .listEvalSets()
    .filter((evalSet) => evalSet.corpusId === corpus.corpusId && evalSet.name !== imported?.name)
    .filter((evalSet) => evalSet.corpusVersionId !== corpus.versionId)
  return others.flatMap((evalSet) => {
    const content = datasets.evalSetContent(evalSet.evalSetId)
    const stated = content.queries.map((query) => ({
      ...query,
      split: null,
      spans: [...query.spans, ...content.staleSpans.filter((span) => span.queryId === query.queryId)],
    }))
    const judgments = [...content.judgmentsBySplit].flatMap(([split, list]) =>
      list.map((judgment) => ({ ...judgment, split })),
    )
    const anchored = anchorEvalSet({ queries: stated, judgments }, textOf, datasets, null, content.queryIdsBySplit)
    storeEvalSet(evalSet.name, anchored, corpus, evalSet, ports)
    return anchored.notes.map((note) => `${evalSet.name}: ${note}`)
  })
}
