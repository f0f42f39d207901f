import type { Clock } from '../../ports/clock.ts'
import type { Compute, FittedModel } from '../../ports/compute.ts'
import type { TextEmbedder } from './text-embedder.ts'

/** The built-in embedder, already fitted. It is fast and local, so its vectors live in the index and nowhere else. */
export class FittedEmbedder implements TextEmbedder {
  readonly name: string
  readonly #model: FittedModel
  readonly #compute: Compute
  readonly #clock: Clock

  constructor(model: FittedModel, compute: Compute, clock: Clock) {
    this.name = model.modelKey
    this.#model = model
    this.#compute = compute
    this.#clock = clock
  }

  async prepare(): Promise<void> {}

  async vectors(texts: readonly string[]): Promise<(Float32Array | null)[]> {
    const { vectors, dimensions } = await this.#compute.embed(this.#model, texts)
    return texts.map((_, index) => {
      const vector = vectors.subarray(index * dimensions, (index + 1) * dimensions)
      return vector.some((value) => value !== 0) ? vector : null
    })
  }

  async timedQuery(text: string): Promise<{ vector: Float32Array | null; latencyMs: number | null }> {
    const startMs = this.#clock.monotonicMs()
    const [vector] = await this.vectors([text])
    return { vector: vector ?? null, latencyMs: this.#clock.monotonicMs() - startMs }
  }
}
