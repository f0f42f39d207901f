import { rankCutoffs } from '../../../shared/domain/metric.ts'
import { metricPositions } from './metric-positions.ts'

const ndcgAt = metricPositions(rankCutoffs.map((k) => `ndcg@${k}`))
const recallAt = metricPositions(rankCutoffs.map((k) => `recall@${k}`))
const precisionAt = metricPositions(rankCutoffs.map((k) => `precision@${k}`))
const successAt = metricPositions(rankCutoffs.map((k) => `success@${k}`))
const [mrrAt, mapAt, rPrecisionAt] = metricPositions(['mrr', 'map', 'rPrecision']) as [number, number, number]

const deepestCutoff = Math.max(...rankCutoffs)
/** 1 / log2(rank + 1); position 0 is rank 1. */
const discounts = Float64Array.from({ length: deepestCutoff }, (_, position) => 1 / Math.log2(position + 2))

/** One query's ranking of documents and what is known about them. */
export interface JudgedRanking {
  /** Document ids in trec_eval's order (see rankDocuments), each once. */
  readonly documents: readonly string[]
  /** Grades of the query's judged documents; ≤ 0 is not relevant, and so is a document without a grade. */
  readonly judgments: ReadonlyMap<string, number>
  /** How deep the ranking was asked for. A cut-off beyond it is missing; the ranking may still be shorter. */
  readonly rankingLimit: number
}

/**
 * Writes the document measures of one query into its score array, all fractions in 0–1: nDCG (gain = grade, discount
 * log2(rank + 1), ideal over all judged documents), recall, precision (divided by k) and success at each of
 * `rankCutoffs`, and over the whole ranking the reciprocal rank of the first relevant document, average precision and
 * precision at rank R (R = number of relevant documents). A document of grade ≤ 0 gains nothing and keeps its place.
 * Missing is NaN: every measure if no document is judged relevant, and cut-offs deeper than `rankingLimit`.
 * @param output shape [retrievalMetrics.length]; only the positions of these measures are written.
 * @see trec_eval 10 `ndcg_cut`, `recall`, `P`, `success`, `recip_rank`, `map`, `Rprec`; Järvelin & Kekäläinen 2002.
 */
export function rankingMeasures({ documents, judgments, rankingLimit }: JudgedRanking, output: Float64Array): void {
  const idealGrades = relevantGradesDescending(judgments)
  const relevant = idealGrades.length
  if (relevant === 0) {
    writeMissing(output)
    return
  }

  let found = 0
  let foundInTopR = 0
  let precisionSum = 0
  let firstRelevantRank = 0
  let dcg = 0
  let idealDcg = 0
  let cutoff = 0

  const ranks = Math.max(documents.length, deepestCutoff)
  for (let rank = 1; rank <= ranks; rank++) {
    const grade = rank <= documents.length ? (judgments.get(documents[rank - 1]!) ?? 0) : 0
    if (grade > 0) {
      found++
      if (rank <= relevant) foundInTopR++
      if (found === 1) firstRelevantRank = rank
      precisionSum += found / rank
    }
    if (rank > deepestCutoff) continue
    const discount = discounts[rank - 1]!
    if (grade > 0) dcg += grade * discount
    if (rank <= relevant) idealDcg += idealGrades[rank - 1]! * discount
    if (rank !== rankCutoffs[cutoff]) continue
    const known = rank <= rankingLimit
    output[ndcgAt[cutoff]!] = known ? dcg / idealDcg : Number.NaN
    output[recallAt[cutoff]!] = known ? found / relevant : Number.NaN
    output[precisionAt[cutoff]!] = known ? found / rank : Number.NaN
    output[successAt[cutoff]!] = known ? Math.min(found, 1) : Number.NaN
    cutoff++
  }
  output[mrrAt] = firstRelevantRank === 0 ? 0 : 1 / firstRelevantRank
  output[mapAt] = precisionSum / relevant
  output[rPrecisionAt] = foundInTopR / relevant
}

function relevantGradesDescending(judgments: ReadonlyMap<string, number>): number[] {
  const grades: number[] = []
  for (const grade of judgments.values()) if (grade > 0) grades.push(grade)
  return grades.sort((a, b) => b - a)
}

function writeMissing(output: Float64Array): void {
  for (const positions of [ndcgAt, recallAt, precisionAt, successAt, [mrrAt, mapAt, rPrecisionAt]]) {
    for (const position of positions) output[position] = Number.NaN
  }
}
