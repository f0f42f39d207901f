import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const mostColours = 256
/** So many are the most frequent; the others are those that would be missed most, such as the red of one small figure. */
const frequentColours = 96

/**
 * A screenshot with at most 256 colours, in a third of the bytes: interfaces have few, and the rarest shades at the edges
 * of letters take the nearest of them.
 * @param png 8 bits a channel, RGB or RGBA without transparency, not interlaced: as Chromium makes screenshots.
 */
export function shrinkPng(png: Uint8Array): Buffer {
  const { width, height, pixels } = decode(Buffer.from(png))
  const counts = new Map<number, number>()
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1)
  const byFrequency = [...counts.keys()].sort((a, b) => counts.get(b)! - counts.get(a)!)
  const palette = choosePalette(byFrequency)
  const indexOf = new Map(palette.map((colour, index) => [colour, index]))
  for (const colour of byFrequency) if (!indexOf.has(colour)) indexOf.set(colour, nearest(colour, palette))
  // Every line begins with its filter: 0, none.
  const lines = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) lines[y * (width + 1) + 1 + x] = indexOf.get(pixels[y * width + x]!)!
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = 3
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** Pixels as 0xRRGGBB. */
function decode(source: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const data: Buffer[] = []
  for (let at = signature.length; at < source.length; ) {
    const length = source.readUInt32BE(at)
    if (source.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(source.subarray(at + 8, at + 8 + length))
    at += 12 + length
  }
  const width = source.readUInt32BE(16)
  const height = source.readUInt32BE(20)
  const channels = { 2: 3, 6: 4 }[source[25]!]
  if (source[24] !== 8 || channels === undefined || source[28] !== 0) throw new Error('This PNG has another layout.')
  const packed = inflateSync(Buffer.concat(data))
  const stride = width * channels
  const pixels = new Uint32Array(width * height)
  let before = new Uint8Array(stride)
  for (let y = 0; y < height; y += 1) {
    const start = y * (stride + 1)
    const line = unfilter(packed[start]!, packed.subarray(start + 1, start + 1 + stride), before, channels)
    for (let x = 0; x < width; x += 1) {
      const at = x * channels
      pixels[y * width + x] = (line[at]! << 16) | (line[at + 1]! << 8) | line[at + 2]!
    }
    before = line
  }
  return { width, height, pixels }
}

/** One line without its filter (PNG, section 9.2). */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, channels: number): Uint8Array<ArrayBuffer> {
  const plain = new Uint8Array(line.length)
  for (let at = 0; at < line.length; at += 1) {
    const left = at < channels ? 0 : plain[at - channels]!
    const up = above[at]!
    const corner = at < channels ? 0 : above[at - channels]!
    const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!
    plain[at] = line[at]! + guess
  }
  return plain
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [byLeft, byUp, byCorner] = [left, up, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number,
  ]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}

/** The frequent ones, then again and again the one that is farthest from all that are there. */
function choosePalette(byFrequency: readonly number[]): number[] {
  const palette = byFrequency.slice(0, frequentColours)
  const rest = byFrequency.slice(frequentColours)
  const missed = rest.map((colour) => Math.min(...palette.map((other) => distance(colour, other))))
  while (palette.length < Math.min(mostColours, byFrequency.length)) {
    const chosen = missed.reduce((best, value, index) => (value > missed[best]! ? index : best), 0)
    palette.push(rest[chosen]!)
    for (const [index, colour] of rest.entries())
      missed[index] = Math.min(missed[index]!, distance(colour, rest[chosen]!))
  }
  return palette
}

function nearest(colour: number, palette: readonly number[]): number {
  let best = 0
  for (let index = 1; index < palette.length; index += 1)
    if (distance(colour, palette[index]!) < distance(colour, palette[best]!)) best = index
  return best
}

function distance(a: number, b: number): number {
  return ((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
