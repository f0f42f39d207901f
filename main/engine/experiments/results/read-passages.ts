import type { GoldSpan } from '../../../../shared/domain/eval-set.ts'
import type { CorpusVersionId } from '../../../../shared/domain/ids.ts'
import type { MarkedRange, RankedPassage } from '../../../../shared/domain/results.ts'
import type { RetrievedChunk } from '../../../../shared/domain/run.ts'
import type { ChunkSet } from '../../../ports/index-store.ts'
import type { ExperimentPorts } from '../experiment-ports.ts'

const passageCharacters = 4000

/** How much of the text before the first gold span is kept when a passage is cut. */
const leadCharacters = 400

/** Everything around the ranking that a passage says something of. */
export interface PassageContext {
  readonly corpusVersionId: CorpusVersionId
  readonly chunkSet: ChunkSet
  /** Document id of each chunk of the ranking. */
  readonly docIds: readonly string[]
  readonly documentRanks: ReadonlyMap<string, number>
  readonly judgments: ReadonlyMap<string, number>
  readonly spans: readonly GoldSpan[]
  /** False for a ranking of whole documents whose tokens nobody counted. */
  readonly countsTokens: boolean
}

/** The chunks with their texts. @param ranking the first chunks of a ranking, best first. */
export function readPassages(
  ranking: readonly RetrievedChunk[],
  { corpusVersionId, chunkSet, docIds, documentRanks, judgments, spans, countsTokens }: PassageContext,
  { store }: Pick<ExperimentPorts, 'store'>,
): RankedPassage[] {
  const documents = new Map<number, { docId: string; title: string; text: string }>()
  return ranking.flatMap((retrieved, index) => {
    const position = chunkSet.documentPosition[retrieved.chunk]
    if (position === undefined) return []
    const document =
      documents.get(position) ?? store.datasets.documents(corpusVersionId, position, position + 1)[0] ?? null
    if (document) documents.set(position, document)
    // A document outside the corpus, in a run that was made elsewhere, has its rank and no text.
    const { docId, title, text } = document ?? { docId: docIds[index]!, title: '', text: '' }
    const start = Math.min(text.length, chunkSet.start[retrieved.chunk]!)
    const end = Math.min(text.length, chunkSet.end[retrieved.chunk]!)
    const touching = spans.filter((span) => span.docId === docId && span.start < end && span.end > start)
    const window = windowOf(text, start, end, touching)
    return [
      {
        ...retrieved,
        rank: index + 1,
        docId,
        title,
        documentRank: documentRanks.get(docId)!,
        grade: judgments.get(docId) ?? null,
        start,
        end,
        tokens: countsTokens ? chunkSet.tokens[retrieved.chunk]! : null,
        text: text.slice(window.start, window.end),
        textStart: window.start,
        gold: touching.flatMap((span): MarkedRange[] => {
          const from = Math.max(span.start, window.start) - window.start
          const to = Math.min(span.end, window.end) - window.start
          return to > from ? [{ start: from, end: to }] : []
        }),
        goldSpans: touching.length,
      },
    ]
  })
}

/** The part of a chunk that is shown: all of it, or a piece around its first gold span; never half a character. */
function windowOf(text: string, start: number, end: number, spans: readonly GoldSpan[]): MarkedRange {
  if (end - start <= passageCharacters) return { start, end }
  const firstGold = Math.min(...spans.map((span) => span.start), end)
  const wanted = firstGold === end ? start : Math.max(start, firstGold - leadCharacters)
  const from = Math.min(wanted, end - passageCharacters)
  const to = from + passageCharacters
  return {
    start: isLowSurrogate(text, from) && from > start ? from + 1 : from,
    end: isLowSurrogate(text, to) && to < end ? to - 1 : to,
  }
}

function isLowSurrogate(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff
}
