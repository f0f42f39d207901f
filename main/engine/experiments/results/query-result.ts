import { AppError } from '../../../../shared/domain/app-error.ts'
import type { GoldSpan } from '../../../../shared/domain/eval-set.ts'
import type { GoldDocument, PlacedGoldSpan, QueryResult } from '../../../../shared/domain/results.ts'
import type { RetrievedChunk, Run } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import { CharacterRanges } from '../../evaluation/character-ranges.ts'
import { rankDocuments } from '../../evaluation/rank-documents.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { judgeMeasureOf } from '../rescoring/evaluators-of-run.ts'
import { chunksOfRun } from './chunks-of-run.ts'
import { scoreAt } from './list-queries.ts'
import { readPassages } from './read-passages.ts'

const quoteCharacters = 1000

/**
 * One query of a run with what was retrieved and where the gold stands.
 * @param limit passages to give with their text.
 * Throws AppError NOT_FOUND when the run's split has no such query.
 */
export function queryResult(
  run: Run,
  queryId: string,
  limit: number,
  metrics: readonly string[],
  ports: Pick<ExperimentPorts, 'store'>,
): QueryResult {
  const { store } = ports
  const position = store.examples.positionOf(run.evalSetId, run.split, queryId)
  const query = position === null ? undefined : store.examples.queriesAt(run.evalSetId, run.split, [position])[0]
  if (position === null || !query) {
    throw new AppError('NOT_FOUND', `The run ${run.name} was not asked a question "${queryId}".`, { queryId })
  }
  const { corpusVersionId } = run.provenance
  const chunkSet = chunksOfRun(run, ports)
  const stored = store.runs.ranking(run.runId, queryId)
  const ranking = chunkSet && stored ? stored : []
  const judgments = store.examples.judgmentsOf(run.evalSetId, run.split, queryId)
  const spans = store.examples.spansOf(run.evalSetId, queryId)
  const docIds = chunkSet ? docIdsOf(ranking, chunkSet, run, ports) : []
  const documents = rankDocuments(ranking.map(({ score }, index) => ({ docId: docIds[index]!, score })))
  const documentRanks = new Map(documents.map((docId, index) => [docId, index + 1]))
  const titleOf = (docId: string) => store.datasets.document(corpusVersionId, docId)?.title ?? ''
  return {
    runId: run.runId,
    ...query,
    answered: stored !== null,
    scores: Object.fromEntries(
      metrics.map((metric) => [metric, scoreAt(store.runs.scores(run.runId, metric), position)]),
    ),
    ranked: ranking.length,
    passages: chunkSet
      ? readPassages(
          ranking.slice(0, limit),
          { corpusVersionId, chunkSet, docIds, documentRanks, judgments, spans, countsTokens: run.recipe !== null },
          ports,
        )
      : [],
    goldDocuments: [...judgments]
      .filter(([, grade]) => grade > 0)
      .map(
        ([docId, grade]): GoldDocument => ({
          docId,
          title: titleOf(docId),
          grade,
          documentRank: documentRanks.get(docId) ?? null,
          chunkRank: docIds.indexOf(docId) + 1 || null,
        }),
      ),
    goldSpans: spans.map((span) => placeSpan(span, titleOf(span.docId), ranking, docIds, chunkSet)),
    generated: store.answers.answersOf(run.runId, queryId),
    evaluations: store.answers.evaluationsOf(run.runId, queryId),
    triage: store.answers.triage(run.runId).get(queryId) ?? null,
    ratings: store.ratings.ratingsOf(run.runId, queryId),
    judgeMeasure: judgeMeasureOf(run, ports),
  }
}

/** Document id of each chunk of the ranking. */
function docIdsOf(
  ranking: readonly RetrievedChunk[],
  chunkSet: ChunkSet,
  run: Run,
  { store }: Pick<ExperimentPorts, 'store'>,
): string[] {
  const positions = ranking.map(({ chunk }) => chunkSet.documentPosition[chunk]!)
  const ids = store.examples.documentIdsAt(run.provenance.corpusVersionId, positions)
  if (run.recipe !== null) return positions.map((position) => ids.get(position)!)
  const foreign = store.runs.foreignDocuments(run.runId)
  const documents = chunkSet.count - foreign.length
  return positions.map((position) => ids.get(position) ?? foreign[position - documents]!)
}

function placeSpan(
  span: GoldSpan,
  title: string,
  ranking: readonly RetrievedChunk[],
  docIds: readonly string[],
  chunkSet: ChunkSet | null,
): PlacedGoldSpan {
  const found = new CharacterRanges()
  let chunkRank: number | null = null
  ranking.forEach(({ chunk }, index) => {
    if (!chunkSet || docIds[index] !== span.docId) return
    const start = Math.max(span.start, chunkSet.start[chunk]!)
    const end = Math.min(span.end, chunkSet.end[chunk]!)
    if (end <= start) return
    found.add(start, end)
    chunkRank ??= index + 1
  })
  return {
    ...span,
    title,
    quote: span.quote.slice(0, quoteCharacters),
    chunkRank,
    covered: found.size / (span.end - span.start),
  }
}
