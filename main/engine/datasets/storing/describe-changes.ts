import { AppError } from '../../../../shared/domain/app-error.ts'
import type { CorpusDiff } from '../../../../shared/domain/corpus.ts'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { ImportChanges } from '../../../../shared/domain/import-preview.ts'
import type { Store } from '../../../ports/store.ts'
import type { ParsedDataset } from '../parsing/parsed-dataset.ts'
import { type AnchoredEvalSet, anchorEvalSet, type TextOfDocument } from './anchor-eval-set.ts'
import { corpusContent } from './corpus-content.ts'
import { diffVersions } from './diff-versions.ts'
import { findCorpus } from './find-corpus.ts'
import { refuseForeignDocuments } from './refuse-foreign-documents.ts'
import { textsOfVersion } from './texts-of-version.ts'

const noChanges: ImportChanges = { corpus: null, evalSet: null, movedEvalSets: [], refusal: null }

/** What `storeDataset` would do to the workspace as it is now, and its remarks; nothing is stored. */
export function describeChanges(
  parsed: ParsedDataset,
  corpusName: string | undefined,
  store: Store,
): { changes: ImportChanges; notes: readonly string[] } {
  try {
    return describe(parsed, corpusName, store)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { changes: { ...noChanges, refusal: error.message }, notes: [] }
  }
}

function describe(parsed: ParsedDataset, corpusName: string | undefined, store: Store) {
  const hasQuestions = parsed.queries.length > 0 || parsed.judgments.length > 0
  if (parsed.documents.length === 0 && !hasQuestions) {
    if (parsed.runs.length > 0 || parsed.training.rows.length > 0) return { changes: noChanges, notes: [] }
    const refusal =
      'There is nothing to import: no document, no question, no judgment, no run and no training row was understood.'
    return { changes: { ...noChanges, refusal }, notes: [] }
  }
  const corpus = parsed.documents.length > 0 ? describeCorpus(parsed, store) : null
  if (!hasQuestions) {
    const movedEvalSets =
      corpus === null ? [] : movedWith(corpus.present?.corpusId ?? null, corpus.isChanged, [], store)
    return { changes: { ...noChanges, corpus: corpus?.described ?? null, movedEvalSets }, notes: [] }
  }
  const judgedAgainst = corpus === null ? findCorpus(parsed, corpusName, store) : corpus.present
  const known = store.datasets.findEvalSet(parsed.name)
  const base = known && judgedAgainst && known.corpusId === judgedAgainst.corpusId ? known : null
  const textOf = corpus === null ? textsOfVersion(judgedAgainst!.versionId, store.datasets) : parsedTexts(parsed)
  const anchored = anchorEvalSet(parsed, textOf, store.datasets, base)
  const changes: ImportChanges = {
    corpus: corpus?.described ?? null,
    evalSet: {
      name: parsed.name,
      isNew: base === null,
      corpusName: judgedAgainst?.corpusName ?? parsed.name,
      ...compareWithBase(anchored, base, store),
      splits: [...anchored.queryIdsBySplit].map(([name, queryIds]) => ({
        name,
        queries: queryIds.length,
        judged: new Set(
          (anchored.judgmentsBySplit.get(name) ?? []).filter(({ grade }) => grade > 0).map(({ queryId }) => queryId),
        ).size,
      })),
      spans: anchored.queries.reduce((sum, query) => sum + query.spans.length, 0),
      staleSpans: anchored.staleSpans.length,
      runs: base === null ? 0 : store.datasets.evalSetUses(base.evalSetId).runs,
    },
    movedEvalSets:
      corpus === null ? [] : movedWith(corpus.present?.corpusId ?? null, corpus.isChanged, [parsed.name], store),
    refusal: null,
  }
  return { changes, notes: anchored.notes }
}

function describeCorpus(parsed: ParsedDataset, store: Store) {
  const { entries, versionId } = corpusContent(parsed.documents)
  const present = store.datasets.findCorpus(parsed.name)?.current ?? null
  const documents = diffVersions(present === null ? [] : store.datasets.documentEntries(present.versionId), entries)
  const isChanged = present?.versionId !== versionId
  if (present !== null && isChanged) refuseForeignDocuments(present, documents)
  const described = {
    name: parsed.name,
    presentVersion: present?.number ?? null,
    nextVersion: (present?.number ?? 0) + (isChanged ? 1 : 0),
    documents,
  }
  return { present, isChanged, described }
}

function movedWith(corpusId: string | null, isChanged: boolean, imported: readonly string[], store: Store): string[] {
  if (corpusId === null || !isChanged) return []
  return store.datasets
    .listEvalSets()
    .filter((evalSet) => evalSet.corpusId === corpusId && !imported.includes(evalSet.name))
    .map((evalSet) => evalSet.name)
}

function compareWithBase(
  anchored: AnchoredEvalSet,
  base: EvalSet | null,
  store: Store,
): { queries: CorpusDiff; judgments: CorpusDiff } {
  const before = base === null ? null : store.datasets.evalSetContent(base.evalSetId)
  const queries = diffVersions(queryEntries(before?.queries ?? []), queryEntries(anchored.queries))
  const judgments = diffVersions(
    judgmentEntries(before?.judgmentsBySplit ?? new Map()),
    judgmentEntries(anchored.judgmentsBySplit),
  )
  return { queries, judgments }
}

function queryEntries(queries: AnchoredEvalSet['queries']) {
  return queries.map(({ queryId, text, answers, tags, spans }) => ({
    docId: queryId,
    contentHash: JSON.stringify([
      text,
      answers,
      tags,
      spans.map(({ docId, start, end, quote }) => [docId, start, end, quote]),
    ]),
  }))
}

function judgmentEntries(bySplit: AnchoredEvalSet['judgmentsBySplit']) {
  return [...bySplit].flatMap(([split, judgments]) =>
    judgments.map(({ queryId, docId, grade }) => ({
      docId: JSON.stringify([split, queryId, docId]),
      contentHash: String(grade),
    })),
  )
}

function parsedTexts(parsed: ParsedDataset): TextOfDocument {
  const texts = new Map(parsed.documents.map(({ docId, text }) => [docId, text]))
  return (docId) => texts.get(docId) ?? null
}
