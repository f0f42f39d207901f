import type { CorpusDocument } from '../../../shared/domain/corpus.ts'
import type { Chunking } from '../../../shared/domain/recipe.ts'
import type { Chunk } from './chunk.ts'
import { countTokens } from './count-tokens.ts'
import { fixedWindows } from './fixed-windows.ts'
import { markdownRanges } from './markdown-ranges.ts'
import { packPieces } from './pack-pieces.ts'
import { splitAt, splitRecursively } from './split-recursively.ts'
import type { TextRange } from './text-range.ts'
import { TokenizedText } from './tokenized-text.ts'

/**
 * Cuts a document into chunks. Same input, same chunks.
 *
 * - `none`: the whole text is one chunk, however long, even when it is empty.
 * - `fixed`: windows of `sizeTokens` tokens.
 * - `recursive`: paragraphs, else lines, sentences, words, tokens, joined while they fit.
 * - `sentence`: whole sentences (else words, tokens), joined while they fit.
 * - `markdown`: sections, then blocks, then as `recursive`; plain documents are cut as `recursive`.
 *
 * Except for `none`: every chunk holds at most `sizeTokens` tokens, begins and ends with a character that is not white
 * space, and shares at most `overlapTokens` tokens with the one before; starts and ends rise; together the chunks hold
 * every character that is not white space. A text of white space alone has no chunks. A token that lies only partly in
 * a chunk counts whole. The title is no part of a chunk.
 */
export function chunkDocument(document: Pick<CorpusDocument, 'text' | 'syntax'>, chunking: Chunking): Chunk[] {
  const { text, syntax } = document
  if (chunking.kind === 'none') return [{ start: 0, end: text.length, tokens: countTokens(text) }]
  const tokenized = new TokenizedText(text)
  return rangesOf(tokenized, syntax, chunking).map(({ start, end }) => ({
    start,
    end,
    tokens: tokenized.tokensIn(start, end),
  }))
}

function rangesOf(document: TokenizedText, syntax: CorpusDocument['syntax'], chunking: Chunking): TextRange[] {
  const whole = { start: 0, end: document.text.length }
  const { sizeTokens } = chunking
  switch (chunking.kind) {
    case 'none':
      return [whole]
    case 'fixed':
      return fixedWindows(document, chunking)
    case 'sentence':
      return packPieces(document, sentencesOf(document, sizeTokens), chunking)
    case 'markdown':
      if (syntax === 'markdown') return markdownRanges(document, chunking)
      return packPieces(document, splitRecursively(document, whole, { sizeTokens, from: 'paragraphs' }), chunking)
    case 'recursive':
      return packPieces(document, splitRecursively(document, whole, { sizeTokens, from: 'paragraphs' }), chunking)
  }
}

function sentencesOf(document: TokenizedText, sizeTokens: number): TextRange[] {
  return splitAt(document, { start: 0, end: document.text.length }, 'sentences').flatMap((sentence) =>
    splitRecursively(document, sentence, { sizeTokens, from: 'words' }),
  )
}
