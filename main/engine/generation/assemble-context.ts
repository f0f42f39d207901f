import type { SentPassage } from '../../../shared/domain/answer.ts'
import type { ContextSettings } from '../../../shared/domain/generation.ts'

/** A chunk of the ranking; `text` is its document's text from `start` to `end`, UTF-16 code units. */
export interface RankedChunk {
  readonly chunk: number
  readonly docId: string
  readonly title: string
  readonly text: string
  readonly start: number
  readonly end: number
  readonly score: number
}

/** A passage with the text that is sent. */
export interface ContextPassage extends SentPassage {
  readonly text: string
}

interface Piece {
  readonly start: number
  readonly text: string
}

/**
 * What the model sees of a ranking: its top chunks above the score floor, without text that an earlier passage of the
 * same document already holds, up to the token budget. A chunk whose middle was already sent gives two passages.
 * The passage that crosses the budget is cut after a sentence, or after a word where no sentence fits, and is the last.
 * @param ranked best first.
 */
export function assembleContext(input: {
  readonly ranked: readonly RankedChunk[]
  readonly settings: ContextSettings
  readonly countTokens: (text: string) => number
}): ContextPassage[] {
  const { settings, countTokens } = input
  const passages: ContextPassage[] = []
  const sentRanges = new Map<string, { start: number; end: number }[]>()
  let left = settings.budgetTokens
  for (const chunk of input.ranked.slice(0, settings.passages)) {
    if (settings.scoreFloor !== null && chunk.score < settings.scoreFloor) continue
    const sent = sentRanges.get(chunk.docId) ?? []
    sentRanges.set(chunk.docId, sent)
    const pieces = settings.removeOverlaps ? unsent(chunk, sent) : [{ start: chunk.start, text: chunk.text }]
    for (const piece of pieces.map(trimmed)) {
      if (piece.text === '') continue
      const tokens = countTokens(piece.text)
      const text = tokens <= left ? piece.text : cutToFit(piece.text, left, countTokens)
      if (text !== '') addPassage(chunk, { start: piece.start, text }, sent)
      if (tokens > left || left <= 0) return passages
    }
  }
  return passages

  function addPassage(chunk: RankedChunk, { start, text }: Piece, sent: { start: number; end: number }[]): void {
    const tokens = countTokens(text)
    const end = start + text.length
    passages.push({ chunk: chunk.chunk, docId: chunk.docId, title: chunk.title, start, end, tokens, text })
    sent.push({ start, end })
    left -= tokens
  }
}

/** The parts of a chunk that none of the ranges covers, in order. */
function unsent(chunk: RankedChunk, sent: readonly { readonly start: number; readonly end: number }[]): Piece[] {
  const pieces: Piece[] = []
  let from = chunk.start
  for (const { start, end } of [...sent].sort((a, b) => a.start - b.start)) {
    if (end <= from) continue
    if (start >= chunk.end) break
    if (start > from) addPiece(from, start)
    from = end
  }
  addPiece(from, chunk.end)
  return pieces

  function addPiece(start: number, end: number): void {
    const text = chunk.text.slice(start - chunk.start, end - chunk.start)
    if (/[\p{L}\p{N}\p{S}]/u.test(text)) pieces.push({ start, text })
  }
}

/** Without white space at the ends, nor half a character where a range began or ended inside one. */
function trimmed({ start, text }: Piece): Piece {
  const beginning = text.replace(/^[\udc00-\udfff]/, '').trimStart()
  return { start: start + text.length - beginning.length, text: beginning.replace(/[\ud800-\udbff]$/, '').trimEnd() }
}

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' })
const words = new Intl.Segmenter('und', { granularity: 'word' })

/** The longest beginning of whole sentences, else of whole words, that has at most so many tokens; '' if none. */
function cutToFit(text: string, tokens: number, countTokens: (text: string) => number): string {
  for (const segmenter of [sentences, words]) {
    const ends = Array.from(segmenter.segment(text), ({ index, segment }) => index + segment.length)
    const cut = longestFitting(text, ends, tokens, countTokens)
    if (cut !== '') return cut
  }
  return ''
}

function longestFitting(
  text: string,
  ends: readonly number[],
  tokens: number,
  countTokens: (text: string) => number,
): string {
  let low = 0
  let high = ends.length
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (countTokens(text.slice(0, ends[middle - 1]).trimEnd()) <= tokens) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : text.slice(0, ends[low - 1]).trimEnd()
}
