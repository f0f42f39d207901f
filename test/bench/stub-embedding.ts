import { setTimeout as wait } from 'node:timers/promises'

/** What an embedding service costs here: this long per request, whatever the request holds. */
export const stubRequestMs = 20
export const stubBatchTexts = 512
export const stubDimensions = 384

/** One request of at most `stubBatchTexts` texts, both sides' stand-in for a remote embedding model. */
export async function requestStubVectors(texts: readonly string[]): Promise<Float32Array[]> {
  if (texts.length > stubBatchTexts) throw new RangeError(`A request holds at most ${stubBatchTexts} texts.`)
  await wait(stubRequestMs)
  return texts.map(stubVector)
}

/** A vector that only the text decides: FNV-1a seeds a linear congruential generator. Values in −0.5…0.5. */
function stubVector(text: string): Float32Array {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  const vector = new Float32Array(stubDimensions)
  for (let at = 0; at < stubDimensions; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    vector[at] = state / 2 ** 32 - 0.5
  }
  return vector
}
