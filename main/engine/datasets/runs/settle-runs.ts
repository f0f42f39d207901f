import type { DatasetBuilder, StatedRun } from '../parsing/dataset-builder.ts'
import type { RowOutcome } from '../parsing/file-tally.ts'
import { settleResults } from '../results/settle-results.ts'
import { chooseRunCandidate, type RunTargetWish } from './choose-run-candidate.ts'
import { createIdResolver } from './create-id-resolver.ts'
import type { ParsedRun, RunCandidate, StatedRanking } from './parsed-run.ts'
import type { RankedDocument } from './ranked-document.ts'

/** trec_eval's deepest customary cut-off; a shallower run is worth a remark. */
const deepestCutoff = 100

/**
 * Finds for each run file the eval set that it answers, and takes its lines: a line of a query that is not in the split
 * is rejected; one of a document that is not in the corpus keeps its rank, as in trec_eval; of a document that a query
 * has twice, which trec_eval refuses, the first line counts. Outcomes and notes go into the builder.
 */
export function settleRuns(
  builder: DatasetBuilder,
  candidates: () => readonly RunCandidate[],
  wish: RunTargetWish,
): ParsedRun[] {
  if (builder.statedRuns.length + builder.statedResults.length === 0) return []
  const known = candidates()
  const ranked = builder.statedRuns.flatMap((stated) => {
    const candidate = chooseRunCandidate(new Set(stated.lines.map(({ queryId }) => queryId)), known, wish)
    const run = 'reason' in candidate ? candidate : takeRun(stated, candidate, builder)
    stated.tally.rejections.sort((a, b) => (a.row ?? 0) - (b.row ?? 0))
    if (!('reason' in run)) return [run]
    stated.tally.count(null, run)
    return []
  })
  return [...ranked, ...settleResults(builder, known, wish)]
}

function takeRun(
  stated: StatedRun,
  candidate: RunCandidate,
  builder: DatasetBuilder,
): ParsedRun | { readonly reason: string } {
  const { tally, fileSha256, tags, lines } = stated
  const { evalSetName, split } = candidate
  const queryIdOf = createIdResolver(candidate.queryIds)
  const documentIdOf = createIdResolver(candidate.documentIds())
  const rankings = new Map<string, RankedDocument[]>()
  const firstLines = new Map<string, Map<string, StatedRanking>>()
  const foreign = new Set<string>()
  let foreignLines = 0
  let taken = 0
  const isKnown = candidate.isKnown(fileSha256, tags[0]!)
  const outcomes = lines.map((line): RowOutcome => {
    const queryId = queryIdOf(line.queryId)
    if (queryId === null) return { reason: `The query "${line.queryId}" is not in ${evalSetName}/${split}.` }
    const docId = documentIdOf(line.docId) ?? line.docId
    const seen = firstLines.get(queryId) ?? new Map<string, StatedRanking>()
    firstLines.set(queryId, seen)
    const first = seen.get(docId)
    if (first)
      return first.score === line.score
        ? 'duplicate'
        : {
            reason: `The query "${line.queryId}" has the document "${line.docId}" in line ${first.row} already, with another score; the first one was kept.`,
          }
    seen.set(docId, line)
    taken++
    if (documentIdOf(line.docId) === null) {
      foreignLines++
      foreign.add(line.docId)
    }
    const ranking = rankings.get(queryId)
    if (ranking) ranking.push({ docId, score: line.score })
    else rankings.set(queryId, [{ docId, score: line.score }])
    return isKnown ? 'duplicate' : 'accepted'
  })
  if (foreignLines === taken)
    return {
      reason: `None of the documents that it ranks is in the corpus of ${evalSetName}; the run was made on another corpus.`,
    }
  lines.forEach((line, index) => {
    const { row, queryId, docId, score } = line
    tally.count(row, outcomes[index]!, { query: queryId, document: docId, score })
  })
  let depth = 0
  for (const ranking of rankings.values()) depth = Math.max(depth, ranking.length)
  const run: ParsedRun = {
    ...{ path: tally.path, tag: tags[0]!, fileSha256, evalSetName, split, rankings, lines: taken, foreignLines },
    ...{ queries: candidate.queryIds.length, isKnown },
  }
  for (const note of notesOf(run, tags, depth, [...foreign])) builder.notes.push(`${tally.path}: ${note}`)
  return run
}

function notesOf(run: ParsedRun, tags: readonly string[], depth: number, foreign: readonly string[]): string[] {
  const { evalSetName, split, rankings, queries, foreignLines } = run
  const place = `${evalSetName}, split ${split}`
  if (run.isKnown) return [`This run is on ${place} already; nothing was added.`]
  const unanswered = queries - rankings.size
  return [
    `A run on ${place}: it answers ${rankings.size} of ${queries} queries with at most ${depth} documents each.`,
    ...(depth < deepestCutoff ? [`Measures at cut-offs beyond ${depth} see no more than these documents.`] : []),
    ...(unanswered > 0
      ? [`${unanswered} ${unanswered === 1 ? 'query has' : 'queries have'} no line in it; where judged, they count 0.`]
      : []),
    ...(foreignLines > 0
      ? [
          `${foreignLines} lines name documents that are not in the corpus (${sample(foreign)}). They keep their rank and count as they are judged, as in trec_eval.`,
        ]
      : []),
    ...(tags.length > 1 ? [`It has ${tags.length} tags (${sample(tags)}); all lines were taken as one run.`] : []),
  ]
}

function sample(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
}
