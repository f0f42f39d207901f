import { rankCutoffs, tokenBudgets } from '../../../shared/domain/metric.ts'
import { CharacterRanges } from './character-ranges.ts'
import { metricPositions } from './metric-positions.ts'
import type { TokenRuler } from './token-ruler.ts'

const depths = [...rankCutoffs, ...tokenBudgets.map((budget) => `${budget}tokens`)]
const recallAt = metricPositions(depths.map((depth) => `spanRecall@${depth}`))
const precisionAt = metricPositions(depths.map((depth) => `spanPrecision@${depth}`))
const iouAt = metricPositions(depths.map((depth) => `spanIou@${depth}`))

/** A half-open range [start, end) of a document's text in UTF-16 code units. */
export interface DocumentRange {
  readonly docId: string
  readonly start: number
  readonly end: number
}

/** A retrieved chunk; `tokens` is the o200k_base count of its own text. */
export interface ChunkRange extends DocumentRange {
  readonly tokens: number
}

export interface SpanRanking {
  /** Chunks in rank order, best first. */
  readonly ranking: readonly ChunkRange[]
  readonly goldSpans: readonly DocumentRange[]
  /**
   * How many chunks were asked for. Cut-offs beyond it are missing, and so are budgets that a ranking of this length
   * does not fill: the chunks that would have filled them were never asked for. A shorter ranking was exhausted, so
   * its larger budgets hold all of it.
   */
  readonly rankingLimit: number
  readonly ruler: TokenRuler
}

/**
 * Writes the span measures of one query into its score array, all fractions in 0–1. With R the characters of the
 * retrieved chunks and G those of the gold spans, as sets over all documents: recall |R∩G|/|G|, precision |R∩G|/|R|,
 * IoU |R∩G|/|R∪G|; at the top k chunks and at token budgets. For a budget, chunks are taken by rank, text already taken
 * is skipped and costs nothing, and the chunk that crosses the budget is cut there.
 * Missing is NaN: recall without gold characters, precision when nothing was retrieved, IoU without either.
 * @param output shape [retrievalMetrics.length]; only the positions of these measures are written.
 * @see Smith & Troynikov 2024, "Evaluating chunking strategies for retrieval" (its set form).
 */
export function spanMeasures({ ranking, goldSpans, rankingLimit, ruler }: SpanRanking, output: Float64Array): void {
  const goldOf = new Map<string, CharacterRanges>()
  let gold = 0
  for (const { docId, start, end } of goldSpans) {
    const ranges = rangesOf(goldOf, docId)
    gold -= ranges.size
    ranges.add(start, end)
    gold += ranges.size
  }

  const write = (depth: number, found: number, retrieved: number) => {
    // Division of 0 by 0 gives the NaN that stands for missing.
    output[recallAt[depth]!] = found / gold
    output[precisionAt[depth]!] = found / retrieved
    output[iouAt[depth]!] = found / (gold + retrieved - found)
  }

  const takenOf = new Map<string, CharacterRanges>()
  let found = 0
  let retrieved = 0
  let tokens = 0
  let cutoff = 0
  let budget = 0

  for (let position = 0; position < ranking.length; position++) {
    if (cutoff === rankCutoffs.length && budget === tokenBudgets.length) break
    const chunk = ranking[position]!
    const { docId } = chunk
    const goldRanges = goldOf.get(docId)
    const pieces = rangesOf(takenOf, docId).add(chunk.start, chunk.end)
    for (let at = 0; at < pieces.length; at += 2) {
      const start = pieces[at]!
      const end = pieces[at + 1]!
      if (budget < tokenBudgets.length) {
        const isWholeChunk = start === chunk.start && end === chunk.end
        const pieceTokens = isWholeChunk ? chunk.tokens : ruler.tokensIn(docId, start, end)
        for (; budget < tokenBudgets.length && tokens + pieceTokens >= tokenBudgets[budget]!; budget++) {
          const room = tokenBudgets[budget]! - tokens
          const cut = room === pieceTokens ? end : Math.min(end, ruler.endAfter(docId, start, room))
          const foundInCut = goldRanges?.countIn(start, cut) ?? 0
          write(rankCutoffs.length + budget, found + foundInCut, retrieved + cut - start)
        }
        tokens += pieceTokens
      }
      found += goldRanges?.countIn(start, end) ?? 0
      retrieved += end - start
    }
    if (position + 1 === rankCutoffs[cutoff]) {
      if (rankCutoffs[cutoff]! <= rankingLimit) write(cutoff, found, retrieved)
      else writeMissing(cutoff, output)
      cutoff++
    }
  }

  for (; cutoff < rankCutoffs.length; cutoff++) {
    if (rankCutoffs[cutoff]! <= rankingLimit) write(cutoff, found, retrieved)
    else writeMissing(cutoff, output)
  }
  for (; budget < tokenBudgets.length; budget++) {
    if (ranking.length < rankingLimit) write(rankCutoffs.length + budget, found, retrieved)
    else writeMissing(rankCutoffs.length + budget, output)
  }
}

function rangesOf(byDocument: Map<string, CharacterRanges>, docId: string): CharacterRanges {
  let ranges = byDocument.get(docId)
  if (ranges === undefined) {
    ranges = new CharacterRanges()
    byDocument.set(docId, ranges)
  }
  return ranges
}

function writeMissing(depth: number, output: Float64Array): void {
  for (const positions of [recallAt, precisionAt, iouAt]) output[positions[depth]!] = Number.NaN
}
