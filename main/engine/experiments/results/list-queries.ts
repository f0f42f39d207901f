import type { Answer, Triage } from '../../../../shared/domain/answer.ts'
import { AppError } from '../../../../shared/domain/app-error.ts'
import { hasAnswers } from '../../../../shared/domain/has-answers.ts'
import type { QueryFilter, QueryListing, QueryNeighbours, QueryPage } from '../../../../shared/domain/results.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'
import { firstRelevantRank, whereFound } from './first-relevant-rank.ts'
import { orderPositions } from './order-positions.ts'

type Ports = Pick<ExperimentPorts, 'store'>

const textCharacters = 300

/** Positions of the queries of a listing in its order, and how many each filter would choose. */
export interface ListedQueries {
  readonly order: Uint32Array
  readonly counts: Record<QueryFilter, number>
}

/** Works through score columns only; texts are read when the listing searches them. */
export function listQueries(run: Run, listing: QueryListing, { store }: Ports): ListedQueries {
  const reciprocalRanks = store.runs.scores(run.runId, 'mrr')
  const chosen: Record<QueryFilter, number[]> = { all: [], notRetrieved: [], rankedLow: [], found: [], unjudged: [] }
  for (let position = 0; position < run.queries; position += 1) {
    chosen.all.push(position)
    if (reciprocalRanks) chosen[whereFound(reciprocalRanks[position]!)].push(position)
  }
  const filtered = withTriage(Uint32Array.from(chosen[listing.filter]), run, listing.triage, store)
  const order = orderPositions(
    matching(filtered, run, listing.search, store),
    sortValues(run, listing.sortBy, reciprocalRanks, store),
    listing.descending,
  )
  const { all, notRetrieved, rankedLow, found, unjudged } = chosen
  return {
    order,
    counts: {
      all: all.length,
      notRetrieved: notRetrieved.length,
      rankedLow: rankedLow.length,
      found: found.length,
      unjudged: unjudged.length,
    },
  }
}

/** The positions whose answer is wrong for that reason; all of them when no reason is given. */
function withTriage(
  positions: Uint32Array,
  run: Run,
  kind: QueryListing['triage'],
  store: Ports['store'],
): Uint32Array {
  if (kind === undefined) return positions
  const wrong = new Set<number>()
  for (const [queryId, why] of store.answers.triage(run.runId)) {
    const position = why === kind ? store.examples.positionOf(run.evalSetId, run.split, queryId) : null
    if (position !== null) wrong.add(position)
  }
  return positions.filter((position) => wrong.has(position))
}

/** The rows of a page with the scores asked for. */
export function pageOfQueries(
  run: Run,
  { order, counts }: ListedQueries,
  page: { offset: number; limit: number; metrics: readonly string[] },
  { store }: Ports,
): QueryPage {
  const positions = order.subarray(page.offset, page.offset + page.limit)
  const columns = page.metrics.map((metric) => [metric, store.runs.scores(run.runId, metric)] as const)
  const reciprocalRanks = store.runs.scores(run.runId, 'mrr')
  const queries = store.examples.queriesAt(run.evalSetId, run.split, positions)
  const answering = hasAnswers(run)
  const triage = answering ? store.answers.triage(run.runId) : new Map<string, Triage>()
  return {
    total: order.length,
    counts,
    rows: queries.map(({ queryId, text, tags }, row) => {
      const position = positions[row]!
      return {
        queryId,
        text: shortText(text),
        tags,
        scores: Object.fromEntries(columns.map(([metric, scores]) => [metric, scoreAt(scores, position)])),
        firstRelevantRank: firstRelevantRank(reciprocalRanks?.[position]),
        judged: reciprocalRanks !== null && !Number.isNaN(reciprocalRanks[position]!),
        answer: answering ? firstAnswer(store.answers.answersOf(run.runId, queryId)) : null,
        triage: triage.get(queryId) ?? null,
      }
    }),
  }
}

export function neighboursOf(run: Run, queryId: string, { order }: ListedQueries, { store }: Ports): QueryNeighbours {
  const position = store.examples.positionOf(run.evalSetId, run.split, queryId)
  const index = position === null ? -1 : order.indexOf(position)
  const idAt = (at: number) => {
    const neighbour = order[at]
    if (index < 0 || neighbour === undefined) return null
    return store.examples.queriesAt(run.evalSetId, run.split, [neighbour])[0]?.queryId ?? null
  }
  return {
    index: index < 0 ? null : index,
    total: order.length,
    previous: idAt(index - 1),
    next: idAt(index + 1),
  }
}

/** The positions, ascending, whose query holds every word of the search. */
export function matching(
  positions: Uint32Array,
  run: Pick<Run, 'evalSetId' | 'split'>,
  search: string,
  store: Ports['store'],
): Uint32Array {
  const words = search.split(/\s+/u).filter((word) => word !== '')
  if (words.length === 0) return positions
  const found = new Set(store.examples.search(run.evalSetId, run.split, words))
  return positions.filter((position) => found.has(position))
}

function firstAnswer([first]: readonly Answer[]): string | null {
  return first ? shortText(first.failure?.message ?? first.text) : null
}

/** A score as it travels: missing is null. */
export function scoreAt(scores: Float64Array | null, position: number): number | null {
  const score = scores?.[position]
  return score === undefined || Number.isNaN(score) ? null : score
}

/** The beginning of a text, never half a character. */
export function shortText(text: string): string {
  if (text.length <= textCharacters) return text
  return `${text.slice(0, textCharacters - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`
}

function sortValues(
  run: Run,
  sortBy: string,
  reciprocalRanks: Float64Array | null,
  store: Ports['store'],
): Float64Array | null {
  if (sortBy === 'position') return null
  if (sortBy === 'firstRelevantRank') {
    // Retrieved nowhere is worse than any rank; not judged is missing.
    return reciprocalRanks?.map((value) => (value === 0 ? Number.MAX_SAFE_INTEGER : 1 / value)) ?? null
  }
  const scores = store.runs.scores(run.runId, sortBy)
  if (scores || run.status !== 'finished') return scores
  throw new AppError(
    'INVALID_INPUT',
    `The run ${run.name} has no scores of "${sortBy}", so its questions cannot be sorted by it. Sort by another column.`,
    { sortBy },
  )
}
