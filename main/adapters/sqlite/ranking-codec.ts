import type { RetrievedChunk } from '../../../shared/domain/run.ts'

const bytesPerChunk = 24

/**
 * Packs a ranking: per chunk 24 bytes (u32 chunk, f64 score, f32 full-text score, f32 vector score, u16 ranks; rank 0 =
 * that side did not return it). Side scores are 32-bit floats at their source, so nothing is lost.
 */
export function encodeRanking(ranking: readonly RetrievedChunk[]): Uint8Array {
  const bytes = new Uint8Array(ranking.length * bytesPerChunk)
  const view = new DataView(bytes.buffer)
  ranking.forEach((entry, index) => {
    const at = index * bytesPerChunk
    view.setUint32(at, entry.chunk, true)
    view.setFloat64(at + 4, entry.score, true)
    view.setFloat32(at + 12, entry.fulltextScore ?? 0, true)
    view.setFloat32(at + 16, entry.vectorScore ?? 0, true)
    view.setUint16(at + 20, entry.fulltextRank ?? 0, true)
    view.setUint16(at + 22, entry.vectorRank ?? 0, true)
  })
  return bytes
}

export function decodeRanking(bytes: Uint8Array): RetrievedChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.byteLength / bytesPerChunk }, (_, index) => {
    const at = index * bytesPerChunk
    const fulltextRank = view.getUint16(at + 20, true) || null
    const vectorRank = view.getUint16(at + 22, true) || null
    return {
      chunk: view.getUint32(at, true),
      score: view.getFloat64(at + 4, true),
      fulltextScore: fulltextRank === null ? null : view.getFloat32(at + 12, true),
      fulltextRank,
      vectorScore: vectorRank === null ? null : view.getFloat32(at + 16, true),
      vectorRank,
    }
  })
}
