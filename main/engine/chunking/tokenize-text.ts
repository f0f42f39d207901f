import { bytePairMerge } from './byte-pair-merge.ts'
import { rankOfToken, tokenPiece, utf8AsString } from './o200k-base.ts'

/** Byte lengths of the tokens of pieces seen before that are not one ASCII token; emptied when full. */
const tokenBytesOfPiece = new Map<string, readonly number[]>()
const rememberedPieces = 30_000
/** The pattern needs stack for every character of an unbroken run; 6 million were too many. */
const blockLength = 1_000_000
/** Longer pieces hardly ever come back. */
const rememberedPieceLength = 64

/**
 * The o200k_base tokens of a text as end offsets, exactly as the original encoding cuts them; strings such as
 * `<|endoftext|>` are text like any other.
 *
 * A token that ends inside a character (an emoji is often three tokens) is said to end after that character, so every
 * offset is safe to cut at: up to four tokens then share one end. Own code on the vocabulary of gpt-tokenizer, because
 * the library gives ids instead of offsets, and slows down a thousandfold on some texts (measured on 4.0.0: endless
 * words, and any text once its cache is full).
 * Texts above two million code units are encoded in blocks, which can cost one token more at each block's end.
 * @returns shape [tokens], UTF-16 code units, never falling; the last is `text.length`. Empty for an empty text.
 */
export function tokenizeText(text: string): Uint32Array {
  let ends = new Uint32Array(Math.ceil(text.length / 3) + 16)
  let tokens = 0
  for (let start = 0; start < text.length; ) {
    const end = endOfBlock(text, start)
    addTokensOfBlock(end - start === text.length ? text : text.slice(start, end), start)
    start = end
  }
  return ends.slice(0, tokens)

  function addTokensOfBlock(block: string, blockStart: number): void {
    let start = 0
    while (start < block.length) {
      tokenPiece.lastIndex = start
      tokenPiece.test(block)
      const end = tokenPiece.lastIndex
      const piece = block.slice(start, end)
      const ascii = isAscii(piece)
      if (ascii && rankOfToken().has(piece)) addToken(blockStart + end)
      else if (ascii) addTokensOfAscii(piece, blockStart + start)
      else addTokensOfUnicode(piece, blockStart + start)
      start = end
    }
  }

  function addTokensOfAscii(piece: string, pieceStart: number): void {
    let offset = pieceStart
    for (const bytes of tokenBytesOf(piece)) {
      offset += bytes
      addToken(offset)
    }
  }

  function addToken(end: number): void {
    if (tokens === ends.length) {
      const longer = new Uint32Array(ends.length * 2)
      longer.set(ends)
      ends = longer
    }
    ends[tokens++] = end
  }

  function addTokensOfUnicode(piece: string, pieceStart: number): void {
    /** Offset and UTF-8 bytes of the last character that has begun. */
    let offset = 0
    let begunBytes = 0
    let endBytes = 0
    for (const bytes of tokenBytesOf(piece)) {
      endBytes += bytes
      while (begunBytes < endBytes) {
        const codePoint = piece.codePointAt(offset)!
        begunBytes += utf8Bytes(codePoint)
        offset += codePoint > 0xffff ? 2 : 1
      }
      addToken(pieceStart + offset)
    }
  }
}

/** After the first line end beyond `blockLength`, so that hardly a token is cut; without one, after twice that. */
function endOfBlock(text: string, start: number): number {
  const longest = start + 2 * blockLength
  if (text.length <= longest) return text.length
  const lineEnd = text.indexOf('\n', start + blockLength) + 1
  if (lineEnd > 0 && lineEnd <= longest) return lineEnd
  return text.codePointAt(longest - 1)! > 0xffff ? longest - 1 : longest
}

function tokenBytesOf(piece: string): readonly number[] {
  const remembered = tokenBytesOfPiece.get(piece)
  if (remembered !== undefined) return remembered
  const bytes = utf8AsString(piece)
  const tokenBytes = rankOfToken().has(bytes) ? [bytes.length] : bytePairMerge(bytes, rankOfToken())
  if (piece.length <= rememberedPieceLength) {
    if (tokenBytesOfPiece.size >= rememberedPieces) tokenBytesOfPiece.clear()
    // A copy: a slice would keep the whole document in memory.
    tokenBytesOfPiece.set(` ${piece}`.slice(1), tokenBytes)
  }
  return tokenBytes
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false
  return true
}

/** A lone surrogate counts 3, like U+FFFD, which stands for it in UTF-8. */
function utf8Bytes(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}
