import type { EvalQuery, EvalSet, GoldSpan, Judgment } from '../../../../shared/domain/eval-set.ts'
import type { DatasetStore, NewEvalSet } from '../../../ports/dataset-store.ts'
import type { ParsedJudgment, ParsedQuery } from '../parsing/parsed-dataset.ts'
import { anchorSpan } from './anchor-span.ts'
import { hashEvalSet } from './hash-eval-set.ts'

/** The text that a document has in the corpus version; null when there is no such document. */
export type TextOfDocument = (docId: string) => string | null

export interface AnchoredEvalSet
  extends Pick<NewEvalSet, 'queries' | 'judgmentsBySplit' | 'queryIdsBySplit' | 'staleSpans' | 'contentHash'> {
  readonly notes: readonly string[]
}

/**
 * Turns parsed questions and judgments into an eval set on a corpus version: spans are found in the documents, queries
 * are sorted into their splits.
 * @param textOf asked often for the same documents.
 * @param base judgments without questions of their own are added to this eval set; their splits replace those of the
 *   same name.
 * @param splits query ids by split where they are known already; else a split holds the queries that are judged in it or
 *   name it.
 */
export function anchorEvalSet(
  parsed: { queries: readonly Omit<ParsedQuery, 'sourcePath'>[]; judgments: readonly ParsedJudgment[] },
  textOf: TextOfDocument,
  datasets: DatasetStore,
  base: EvalSet | null,
  splits?: ReadonlyMap<string, readonly string[]>,
): AnchoredEvalSet {
  const added = groupJudgments(parsed.judgments)
  if (parsed.queries.length === 0 && base) return extendEvalSet(base, added, datasets)
  const { queries, staleSpans } = anchorQueries(parsed.queries, textOf)
  const queryIdsBySplit = splits ?? splitQueries(parsed.queries, added)
  return {
    queries,
    judgmentsBySplit: added,
    queryIdsBySplit,
    staleSpans,
    contentHash: hashEvalSet({ queries, judgmentsBySplit: added, queryIdsBySplit, staleSpans }),
    notes:
      staleSpans.length === 0
        ? []
        : [
            `${staleSpans.length} gold spans were not found in their documents: they are kept as stale and not scored (${staleSpans
              .slice(0, 3)
              .map((span) => `query ${span.queryId} in ${span.docId}`)
              .join(', ')}${staleSpans.length > 3 ? ', …' : ''}).`,
          ],
  }
}

function extendEvalSet(
  base: EvalSet,
  added: ReadonlyMap<string, readonly Judgment[]>,
  datasets: DatasetStore,
): AnchoredEvalSet {
  const content = datasets.evalSetContent(base.evalSetId)
  const judgmentsBySplit = new Map([...content.judgmentsBySplit, ...added])
  const queryIdsBySplit = new Map([...content.queryIdsBySplit, ...splitQueries(content.queries, added)])
  return {
    ...content,
    judgmentsBySplit,
    queryIdsBySplit,
    contentHash: hashEvalSet({ ...content, judgmentsBySplit, queryIdsBySplit }),
    notes: [`The judgments were added to the eval set ${base.name} as ${[...added.keys()].join(', ')}.`],
  }
}

/** Judgments by split, in their order. */
export function groupJudgments(judgments: readonly ParsedJudgment[]): Map<string, Judgment[]> {
  const bySplit = new Map<string, Judgment[]>()
  for (const { split, queryId, docId, grade } of judgments) {
    const list = bySplit.get(split) ?? []
    list.push({ queryId, docId, grade })
    bySplit.set(split, list)
  }
  return bySplit
}

/** Query ids by split: those that are judged in it or name it. */
export function splitQueries(
  queries: readonly (Pick<ParsedQuery, 'queryId'> & { split?: string | null })[],
  judgments: ReadonlyMap<string, readonly Judgment[]>,
): Map<string, string[]> {
  const judged = new Map([...judgments].map(([split, list]) => [split, new Set(list.map(({ queryId }) => queryId))]))
  const names = new Set([...judged.keys(), ...queries.flatMap(({ split }) => split ?? [])])
  return new Map(
    [...names]
      .sort()
      .map((name) => [
        name,
        queries
          .filter((query) => query.split === name || judged.get(name)?.has(query.queryId))
          .map((query) => query.queryId),
      ]),
  )
}

function anchorQueries(
  parsed: readonly Omit<ParsedQuery, 'sourcePath'>[],
  textOf: TextOfDocument,
): { queries: EvalQuery[]; staleSpans: (GoldSpan & { queryId: string })[] } {
  const staleSpans: (GoldSpan & { queryId: string })[] = []
  const queries = parsed.map(({ queryId, text, answers, tags, spans }): EvalQuery => {
    const anchored: GoldSpan[] = []
    for (const { docId, start, end, quote } of spans) {
      const document = textOf(docId)
      const found = document === null ? null : anchorSpan(document, { start, end, quote })
      if (found && found.end > found.start) anchored.push({ docId, ...found })
      else {
        const from = Math.max(0, start ?? 0)
        staleSpans.push({ queryId, docId, start: from, end: Math.max(from + 1, end ?? 0), quote: quote ?? '' })
      }
    }
    return { queryId, text, answers: [...answers], tags: [...tags], spans: anchored }
  })
  return { queries, staleSpans }
}
