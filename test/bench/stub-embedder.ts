import type { Embedder } from '../../main/ports/embedder.ts'
import { requestStubVectors, stubBatchTexts } from './stub-embedding.ts'

/** As many requests at once as the adapter for OpenAI-compatible servers sends. */
const requestsAtOnce = 4

/** The stub behind the port that remote embedding models have in Rungs. */
export const stubEmbedder: Embedder = {
  key: 'stub',
  async embed(texts, onBatch) {
    const starts = Array.from(
      { length: Math.ceil(texts.length / stubBatchTexts) },
      (_, batch) => batch * stubBatchTexts,
    )
    const takeTurns = async () => {
      for (let first = starts.shift(); first !== undefined; first = starts.shift()) {
        const startMs = performance.now()
        const vectors = await requestStubVectors(texts.slice(first, first + stubBatchTexts))
        await onBatch({ first, vectors, latencyMs: performance.now() - startMs, promptTokens: null })
      }
    }
    await Promise.all(Array.from({ length: requestsAtOnce }, takeTurns))
  },
}
