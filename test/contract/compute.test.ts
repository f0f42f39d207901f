import { afterAll, describe, expect, test } from 'vitest'
import { WorkerThreadCompute } from '../../main/adapters/worker-threads/worker-thread-compute.ts'
import type { Compute } from '../../main/ports/compute.ts'
import { Chunking } from '../../shared/domain/recipe.ts'
import { inlineCompute } from '../support/inline-compute.ts'

const adapters: readonly { name: string; open: () => Compute }[] = [
  { name: 'WorkerThreadCompute', open: () => new WorkerThreadCompute() },
  { name: 'on this thread', open: () => inlineCompute },
]

const sentences = ['The hub stores readings. ', 'A valve that sticks is cleaned. ', 'Wet leaves shorten the range. ']
const documents = [
  { text: sentences.join('').repeat(8), syntax: 'plain' },
  { text: '', syntax: 'plain' },
  { text: `# Valves\n\n${sentences[1]!.repeat(12)}`, syntax: 'markdown' },
] as const
const chunking = Chunking.parse({ sizeTokens: 32, overlapTokens: 8 })
const settings = { kind: 'builtin', variant: 'w384', seed: 3 } as const

describe.each(adapters)('compute: $name', ({ open }) => {
  const compute = open()
  afterAll(() => compute.close())

  test('chunks are packed by document, and cover ranges of its text', async () => {
    const { counts, start, end, tokens } = await compute.chunk(documents, chunking)
    expect(counts).toHaveLength(3)
    const total = counts.reduce((sum, count) => sum + count, 0)
    expect(total).toBeGreaterThan(4)
    expect([start.length, end.length, tokens.length]).toEqual([total, total, total])
    let chunk = 0
    for (const [document, count] of counts.entries()) {
      for (const last = chunk + count; chunk < last; chunk += 1) {
        expect(start[chunk]).toBeLessThan(end[chunk]!)
        expect(end[chunk]).toBeLessThanOrEqual(documents[document]!.text.length)
        expect(tokens[chunk]).toBeLessThanOrEqual(chunking.sizeTokens)
      }
    }
    expect(await compute.chunk([], chunking)).toMatchObject({ counts: new Int32Array(), start: new Int32Array() })
  })

  test('a fitted model gives unit vectors, a zero vector for unknown words, and the same ones every time', async () => {
    const bytes = await compute.fitEmbedder(sentences, settings)
    expect(await compute.fitEmbedder(sentences, settings)).toEqual(bytes)
    const { vectors, dimensions } = await compute.embed({ modelKey: 'one', bytes }, [...sentences, 'zzz'])
    expect(vectors).toHaveLength(4 * dimensions)
    const norms = Array.from({ length: 4 }, (_, text) =>
      Math.hypot(...vectors.subarray(text * dimensions, (text + 1) * dimensions)),
    )
    expect(norms).toEqual([1, 1, 1].map((norm) => expect.closeTo(norm, 4)).concat(0))
    // Another model under another key is not mistaken for the first.
    const other = await compute.fitEmbedder([sentences[2]!], settings)
    await compute.embed({ modelKey: 'other', bytes: other }, [sentences[2]!])
    expect((await compute.embed({ modelKey: 'one', bytes }, [...sentences, 'zzz'])).vectors).toEqual(vectors)
  })

  test('gives the same figures as the other adapter', async () => {
    expect(await compute.chunk(documents, chunking)).toEqual(await inlineCompute.chunk(documents, chunking))
    const bytes = await compute.fitEmbedder(sentences, settings)
    expect(Buffer.from(bytes).equals(Buffer.from(await inlineCompute.fitEmbedder(sentences, settings)))).toBe(true)
    const columns = [
      { metric: 'ndcg@10', kind: 'mean', values: Float64Array.of(0.1, 0.9, Number.NaN, 0.4, 1) },
      { metric: 'success@1', kind: 'proportion', values: Float64Array.of(1, 0, 1) },
    ] as const
    const means = await compute.estimateMeans(columns, 7)
    expect(means).toEqual(await inlineCompute.estimateMeans(columns, 7))
    expect(means).toMatchObject([
      { metric: 'ndcg@10', value: expect.closeTo(0.6, 12), n: 4, unscored: 1 },
      { metric: 'success@1', value: expect.closeTo(2 / 3, 12), n: 3, unscored: 0 },
    ])
    const durations = Float64Array.of(4, 1, 3, 2)
    const quantiles = [{ metric: 'p50', quantile: 0.5 }]
    expect(await compute.estimateQuantiles(durations, quantiles, 7)).toEqual(
      await inlineCompute.estimateQuantiles(durations, quantiles, 7),
    )
    const slower = Float64Array.from({ length: 80 }, (_, index) => 100 + index)
    const pairs = await compute.compareQuantiles(slower, [slower.map((time) => time / 2), durations], 0.95, 7)
    expect(pairs).toEqual(
      await inlineCompute.compareQuantiles(slower, [slower.map((time) => time / 2), durations], 0.95, 7),
    )
    expect(pairs).toMatchObject([{ n: 80 }, { n: 4, ciLow: null, ciHigh: null, p: 1 }])
  })
})
