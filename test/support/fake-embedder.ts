import type { EmbeddedBatch, Embedder } from '../../main/ports/embedder.ts'
import { AppError } from '../../shared/domain/app-error.ts'

const dimensions = 16

/**
 * An embedder whose vectors count the words of a text, by a hash of each word. It counts what it is asked for, and
 * refuses everything once `refuseAfterTexts` texts have been embedded.
 */
export class FakeEmbedder implements Embedder {
  readonly key: string
  readonly batchInputs: number
  requests = 0
  /** Every text that was ever sent, repetitions included. */
  readonly sent: string[] = []
  refuseAfterTexts = Number.POSITIVE_INFINITY

  constructor(key = 'fake', batchInputs = 16) {
    this.key = key
    this.batchInputs = batchInputs
  }

  async embed(
    texts: readonly string[],
    onBatch: (batch: EmbeddedBatch) => void | Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> {
    for (let first = 0; first < texts.length; first += this.batchInputs) {
      signal?.throwIfAborted()
      if (this.sent.length >= this.refuseAfterTexts) {
        throw new AppError('PROVIDER_REFUSED', 'The fake embedder refuses to go on. Vectors that arrived are kept.')
      }
      const batch = texts.slice(first, first + this.batchInputs)
      this.requests += 1
      this.sent.push(...batch)
      await onBatch({ first, vectors: batch.map(countWords), latencyMs: 7, promptTokens: null })
    }
  }
}

function countWords(text: string): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    let hash = 0
    for (const character of word) hash = (hash * 31 + character.codePointAt(0)!) >>> 0
    vector[hash % dimensions]! += 1
  }
  return vector
}
