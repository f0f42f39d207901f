import { analyse } from 'chardet'
import { AppError } from '../../../shared/domain/app-error.ts'
import type { DecodedText } from '../../ports/text-decoder.ts'

const sampleBytes = 64 * 1024

/** East Asian encodings of several bytes per character: bytes that are valid in them are rarely anything else. */
const multiByteEncodings = ['shift_jis', 'euc-jp', 'gb18030', 'big5', 'euc-kr']

/**
 * Decodes a text file. Order: byte order mark; strict UTF-8; UTF-16 without a mark, known by its zero bytes; a stated
 * `charset` in HTML or XML; East Asian encodings that fit without an error and give runs of their letters; else the
 * likeliest single-byte encoding by letter statistics.
 * @throws AppError UNREADABLE_FILE when the content is binary.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = decodeMarked(bytes)
  if (marked !== null) return refuseBinary(marked)
  const utf8 = tryDecode(bytes, 'utf-8')
  if (utf8 !== null && !utf8.text.includes('\0')) return refuseBinary(utf8)
  const utf16 = decodeUnmarkedUtf16(bytes)
  if (utf16 !== null) return utf16
  if (bytes.includes(0)) throw binaryError()
  const stated = statedEncoding(bytes)
  const decoded = (stated === null ? null : tryDecode(bytes, stated)) ?? decodeByStatistics(bytes)
  return refuseBinary(decoded)
}

function decodeMarked(bytes: Uint8Array): DecodedText | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return tryDecode(bytes, 'utf-8')
  if (first === 0xff && second === 0xfe) return tryDecode(evenLength(bytes), 'utf-16le')
  if (first === 0xfe && second === 0xff) return tryDecode(evenLength(bytes), 'utf-16be')
  return null
}

/** In UTF-16 text with any Latin letters, spaces or line ends, zero bytes stand on one side of the pairs only. */
function decodeUnmarkedUtf16(bytes: Uint8Array): DecodedText | null {
  if (bytes.length < 2) return null
  let evenZeros = 0
  let oddZeros = 0
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== 0) continue
    if (index % 2 === 0) evenZeros++
    else oddZeros++
  }
  const encoding = oddZeros > evenZeros * 20 ? 'utf-16le' : evenZeros > oddZeros * 20 ? 'utf-16be' : null
  const decoded = encoding === null ? null : tryDecode(evenLength(bytes), encoding)
  return decoded === null || controlShare(decoded.text) > 0 ? null : decoded
}

function statedEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048))
  if (!/^\s*<|<(html|meta|\?xml)/i.test(head)) return null
  return /(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase() ?? null
}

function decodeByStatistics(bytes: Uint8Array): DecodedText {
  const sample = tellingLines(bytes)
  const matches = analyse(sample).map(({ name, confidence }) => ({ encoding: name.toLowerCase(), confidence }))
  const likely = matches.map(({ encoding }) => encoding)
  const multiByte = likely.filter((encoding) => multiByteEncodings.includes(encoding))
  for (const encoding of [...multiByte, ...multiByteEncodings.filter((name) => !multiByte.includes(name))]) {
    const read = tryDecode(sample, encoding, true)
    const decoded = read !== null && readsAsEastAsian(read.text) ? tryDecode(bytes, encoding) : null
    if (decoded !== null) return decoded
  }
  // Short Western texts give every statistic a hard time: another script must win clearly.
  const western = matches.find(({ encoding }) => /^(windows-1252|iso-8859-1)$/.test(encoding))?.confidence ?? 0
  const other = matches.find(({ encoding }) => /^(windows-125|iso-8859-|koi8-r)/.test(encoding))
  const isOther = other !== undefined && other.confidence >= 30 && other.confidence > western + 10
  const decoded = isOther && other.encoding !== 'iso-8859-1' ? tryDecode(bytes, other.encoding) : null
  return decoded ?? { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
}

/** The first lines with characters beyond ASCII: they alone tell the encodings apart, and 64 KB of them are enough. */
function tellingLines(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  let length = 0
  for (let start = 0; start < bytes.length && length < sampleBytes; ) {
    const newline = bytes.indexOf(0x0a, start)
    const end = newline === -1 ? bytes.length : newline + 1
    const line = bytes.subarray(start, end)
    const firstHigh = line.findIndex((byte) => byte >= 0x80)
    // A long line is taken from its first such character on, which is the start of one in every encoding.
    const from = firstHigh > 1000 ? firstHigh : 0
    if (firstHigh !== -1) {
      const part = line.subarray(from, from + sampleBytes - length)
      parts.push(part)
      length += part.length
    }
    start = end
  }
  return Buffer.concat(parts)
}

/** Letters of Chinese, Japanese or Korean come in runs; a misread accent gives single ones among Latin letters. */
function readsAsEastAsian(text: string): boolean {
  const eastAsian = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu) ?? []
  const letters = eastAsian.join('').length
  const inRuns = eastAsian.filter((run) => run.length >= 2).join('').length
  const strange = text.match(/[\uff61-\uff9f\ue000-\uf8ff]/gu)?.length ?? 0
  return letters >= 2 && inRuns >= letters * 0.7 && strange <= letters * 0.2
}

/** @param isCut the last character may be cut in half. */
function tryDecode(bytes: Uint8Array, encoding: string, isCut = false): DecodedText | null {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true })
    return { text: decoder.decode(bytes, { stream: isCut }), encoding: decoder.encoding }
  } catch {
    return null
  }
}

function refuseBinary(decoded: DecodedText): DecodedText {
  if (decoded.text.includes('\0') || controlShare(decoded.text) > 0.01) throw binaryError()
  return decoded
}

/** Share of control characters that no text file has. */
function controlShare(text: string): number {
  if (text.length === 0) return 0
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const controls = text.match(/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f\uffff]/g)?.length ?? 0
  return controls / text.length
}

function evenLength(bytes: Uint8Array): Uint8Array {
  return bytes.length % 2 === 0 ? bytes : bytes.subarray(0, bytes.length - 1)
}

function binaryError(): AppError {
  return new AppError('UNREADABLE_FILE', 'The file is not text: its content is binary.')
}
