import { createDocumentResolver, type DocumentResolver } from './create-document-resolver.ts'
import type { DatasetBuilder, QueryRow } from './dataset-builder.ts'
import type { ParsedJudgment, ParsedQuery } from './parsed-dataset.ts'
import { folderOf } from './path-names.ts'

const documentFolder = /^(docs|documents|corpus)$/i

interface FinishedDataset {
  readonly queries: readonly ParsedQuery[]
  readonly judgments: readonly ParsedJudgment[]
}

/**
 * Does what needs all files at once: ids of documents that are files, names of documents in questions, judgments of
 * queries that are not there, spans that stand for judgments. Counts and notes go into the builder.
 * @param knownQueryIds queries that are stored already: judgments of them are taken, too.
 */
export function finishDataset(builder: DatasetBuilder, knownQueryIds: ReadonlySet<string>): FinishedDataset {
  const aliases = addFileDocuments(builder)
  const hasFileDocuments = aliases.size > 0
  const resolve: DocumentResolver = hasFileDocuments
    ? createDocumentResolver(builder.documents.keys(), aliases)
    : (reference) => (builder.documents.has(reference) ? reference : null)
  const hasQrels = builder.statedJudgments.length > 0
  takeStatedJudgments(builder, knownQueryIds)
  const queries = [...builder.queries.values()].map((query) => finishQuery(query, hasQrels, resolve))
  const judgments = uniqueJudgments([
    ...builder.judgments.map((judgment) => ({ ...judgment, docId: resolve(judgment.docId) ?? judgment.docId })),
    ...(hasQrels ? [] : queries.flatMap((query) => judgmentsOfSpans(query, builder.queries.get(query.queryId)!))),
  ])
  noteUnknownDocuments(builder, queries, judgments)
  return { queries, judgments }
}

/** Gives files their ids: the path below the folder `docs`, `documents` or `corpus` when all of them are in it. */
function addFileDocuments(builder: DatasetBuilder): Map<string, string> {
  const prefix = commonDocumentFolder(builder.fileDocuments.map((document) => document.sourcePath))
  const aliases = new Map<string, string>()
  const idOfFile = (path: string): string => (path.startsWith(prefix) ? path.slice(prefix.length) : path)
  for (const { tally, contentHash: _, ...document } of builder.fileDocuments) {
    const docId = idOfFile(document.sourcePath)
    tally.count(null, builder.addDocument({ docId, ...document }), {
      id: docId,
      title: document.title,
      text: document.text,
    })
    aliases.set(document.sourcePath, docId)
  }
  for (const [path, first] of builder.repeatedFiles) {
    const docId = idOfFile(first.sourcePath)
    aliases.set(path, docId)
    if (!aliases.has(idOfFile(path))) aliases.set(idOfFile(path), docId)
  }
  return aliases
}

function commonDocumentFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => folderOf(path).split('/'))
  const first = folders[0]
  if (first === undefined) return ''
  const common = first.filter((_, depth) =>
    folders.every((folder) => folder.slice(0, depth + 1).join('/') === first.slice(0, depth + 1).join('/')),
  )
  const depth = common.findIndex((name) => documentFolder.test(name))
  return depth === -1 ? '' : `${common.slice(0, depth + 1).join('/')}/`
}

function takeStatedJudgments(builder: DatasetBuilder, knownQueryIds: ReadonlySet<string>): void {
  for (const { tally, row, ...judgment } of builder.statedJudgments) {
    const { queryId, docId, grade } = judgment
    const outcome =
      builder.queries.has(queryId) || knownQueryIds.has(queryId)
        ? builder.addJudgment(judgment)
        : { reason: `The query "${queryId}" is not in this import.` }
    tally.count(row, outcome, { query: queryId, document: docId, grade })
  }
  for (const tally of new Set(builder.statedJudgments.map((judgment) => judgment.tally)))
    tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
}

function finishQuery(query: QueryRow, hasQrels: boolean, resolve: DocumentResolver): ParsedQuery {
  const { spansJudge: _, ...parsed } = query
  const spans = query.spans.map((span) => ({ ...span, docId: resolve(span.docId) ?? span.docId }))
  // Without qrels nothing else says where an unanswerable question belongs.
  return { ...parsed, spans, split: query.split ?? (hasQrels ? null : 'test') }
}

function judgmentsOfSpans(query: ParsedQuery, row: QueryRow): ParsedJudgment[] {
  if (!row.spansJudge) return []
  const split = query.split ?? 'test'
  return query.spans.map(({ docId }) => ({ split, queryId: query.queryId, docId, grade: 1 }))
}

/** Two names of one document can be judged twice: the higher grade counts. */
function uniqueJudgments(judgments: readonly ParsedJudgment[]): ParsedJudgment[] {
  const unique = new Map<string, ParsedJudgment>()
  for (const judgment of judgments) {
    const key = JSON.stringify([judgment.split, judgment.queryId, judgment.docId])
    const known = unique.get(key)
    if (known === undefined || known.grade < judgment.grade) unique.set(key, judgment)
  }
  return [...unique.values()]
}

function noteUnknownDocuments(
  builder: DatasetBuilder,
  queries: readonly ParsedQuery[],
  judgments: readonly ParsedJudgment[],
): void {
  if (builder.documents.size === 0) return
  const missing = judgments.filter(({ docId }) => !builder.documents.has(docId))
  if (missing.length > 0 && missing.length === judgments.length)
    builder.notes.push(
      `No judgment names a document of the corpus (${sample(missing)} are not in it), so every question will count as missed. Check that documents and judgments belong together and use the same ids.`,
    )
  else if (missing.length > 0)
    builder.notes.push(
      `${missing.length} of ${judgments.length} judgments ${missing.length === 1 ? 'names' : 'name'} a document that is not in the corpus (${sample(missing)}). They are kept: a relevant document that cannot be found counts as missed.`,
    )
  const spans = queries.flatMap((query) => query.spans).filter(({ docId }) => !builder.documents.has(docId))
  if (spans.length > 0)
    builder.notes.push(
      `${spans.length} gold ${spans.length === 1 ? 'span names' : 'spans name'} a document that is not in the corpus (${sample(spans)}). They cannot be anchored.`,
    )
}

function sample(items: readonly { readonly docId: string }[]): string {
  const ids = [...new Set(items.map(({ docId }) => docId))]
  return ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ')
}
