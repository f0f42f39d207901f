import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LanceVectorStore } from '../../main/adapters/lancedb/lance-vector-store.ts'
import { MemoryVectorStore } from '../../main/adapters/memory-vectors/memory-vector-store.ts'
import { compareCandidates, type IndexRow, type IndexTable, type VectorStore } from '../../main/ports/vector-store.ts'
import { createRandom } from '../../shared/domain/random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const adapters = [
  { name: 'LanceVectorStore', open: (folder: string) => LanceVectorStore.open(join(folder, 'vectors')), large: /ivf/i },
  { name: 'MemoryVectorStore', open: async () => new MemoryVectorStore(), large: /flat/ },
]

const row = (chunk: number, text: string, vector: readonly number[] | null = null): IndexRow => ({
  chunk,
  text,
  vector: vector && Float32Array.from(vector),
})
const chunksOf = (candidates: readonly { chunk: number }[] | undefined) => candidates?.map(({ chunk }) => chunk)

describe.each(adapters)('vector store: $name', ({ open, large }) => {
  let folder: ReturnType<typeof temporaryFolder>
  let store: VectorStore
  let tables = 0

  beforeAll(async () => {
    folder = temporaryFolder()
    store = await open(folder.path)
  })

  afterAll(async () => {
    await store.close()
    folder[Symbol.dispose]()
  })

  const newName = () => {
    tables += 1
    return `table_${tables}`
  }

  async function tableOf(rows: readonly IndexRow[], dimensions: number | null = null): Promise<IndexTable> {
    const tableName = newName()
    const writer = await store.create({ tableName, dimensions, language: 'English' })
    await writer.add(rows)
    await writer.finish()
    return store.open(tableName, 'English')
  }

  describe('writing', () => {
    test.each([
      ['too short', 3, [1, 2]],
      ['too long', 3, [1, 2, 3, 4]],
      ['empty', 3, []],
      ['not a number', 3, [1, Number.NaN, 3]],
      ['infinite', 3, [1, Number.POSITIVE_INFINITY, 3]],
      ['in a table without vectors', null, [1]],
    ])('a vector that is %s is refused with its whole batch', async (_what, dimensions, vector) => {
      const writer = await store.create({ tableName: newName(), dimensions, language: 'English' })
      await expect(writer.add([row(0, 'good'), row(1, 'bad', vector)])).rejects.toMatchObject({
        name: 'AppError',
        code: 'INDEX_INVALID',
        message: expect.stringContaining('chunk 1'),
      })
      expect(await writer.finish()).toMatchObject({ rows: 0, rowsWithVector: 0 })
    })

    test('rows are counted, with and without vectors, over several batches', async () => {
      const tableName = newName()
      const writer = await store.create({ tableName, dimensions: 2, language: 'English' })
      await writer.add([row(0, 'one', [1, 0]), row(1, 'two')])
      await writer.add([])
      await writer.add([row(2, 'three', [0, 1])])
      const statistics = await writer.finish()
      expect(statistics).toMatchObject({ rows: 3, rowsWithVector: 2, vectorIndex: 'flat' })
      expect(statistics.bytes).toBeGreaterThan(0)
      const table = await store.open(tableName, 'English')
      expect(await table.statistics()).toMatchObject({ rows: 3, rowsWithVector: 2, vectorIndex: 'flat' })
      table.close()
    })

    test('an empty table finds nothing', async () => {
      const table = await tableOf([], 2)
      expect(await table.searchFulltext(['anything'], 5)).toEqual([[]])
      expect(await table.searchVectors([Float32Array.of(1, 0)], 5)).toEqual([[]])
      expect(await table.statistics()).toMatchObject({ rows: 0, rowsWithVector: 0 })
      table.close()
    })

    test('a name belongs to one table until that is dropped', async () => {
      const tableName = newName()
      const create = () => store.create({ tableName, dimensions: null, language: 'English' })
      const writer = await create()
      await writer.add([row(0, 'first')])
      await writer.finish()
      await expect(create()).rejects.toThrow()
      const table = await store.open(tableName, 'English')
      expect(chunksOf((await table.searchFulltext(['first'], 5))[0])).toEqual([0])
      table.close()
      expect(await store.listTables()).toContain(tableName)
      await store.drop(tableName)
      expect(await store.listTables()).not.toContain(tableName)
      await expect(store.open(tableName, 'English')).rejects.toMatchObject({ code: 'INDEX_INVALID' })
      await (await create()).finish()
      expect(await store.listTables()).toContain(tableName)
    })

    test('a table that was never made cannot be opened', async () => {
      await expect(store.open('never_made', 'English')).rejects.toMatchObject({ code: 'INDEX_INVALID' })
    })

    test('tables do not see each other', async () => {
      const [one, other] = [
        await tableOf([row(0, 'lantern', [1, 0])], 2),
        await tableOf([row(7, 'lantern', [1, 0])], 2),
      ]
      for (const [table, chunk] of [
        [one, 0],
        [other, 7],
      ] as const) {
        expect(chunksOf((await table.searchFulltext(['lantern'], 5))[0])).toEqual([chunk])
        expect(chunksOf((await table.searchVectors([Float32Array.of(1, 0)], 5))[0])).toEqual([chunk])
        table.close()
      }
    })
  })

  describe('full-text search', () => {
    let table: IndexTable
    beforeAll(async () => {
      table = await tableOf([
        row(0, 'alpha valve'),
        row(1, 'beta sensor'),
        row(2, 'alpha and beta together'),
        row(3, 'C++ compiler'),
        row(4, 'the café in Zürich, a résumé'),
        row(5, 'the cafe\u0301 in Zu\u0308rich, a re\u0301sume\u0301'),
        row(6, 'nothing of the kind'),
        row(7, ''),
      ])
    })
    afterAll(() => table.close())

    const find = async (query: string, limit = 10) => (await table.searchFulltext([query], limit))[0]!

    test.each([
      'alpha beta',
      'alpha AND beta',
      '"alpha beta"',
      '+alpha +beta',
      'alpha -beta',
      'NOT alpha beta',
      '(alpha) && beta',
      "'alpha' beta~2 ^3",
      'ALPHA\tBeta',
    ])('%s means alpha or beta: a query is text, never syntax', async (query) => {
      const found = chunksOf(await find(query))!
      expect(found[0]).toBe(2)
      expect(found.slice(0, 3).toSorted()).toEqual([0, 1, 2])
    })

    test('C++ finds C++', async () => {
      expect(chunksOf(await find('C++'))).toContain(3)
    })

    test.each([
      '',
      ' ',
      '\n\t',
      '?!',
      '"',
      '""',
      '"unclosed',
      '*',
      '-',
      'a:b',
      '\\',
      '{}[]()^~',
      'the',
      'of the and',
      '\u0000',
      '\ud800',
      '😀',
      'x'.repeat(20_000),
    ])('never throws: %j', async (query) => {
      const found = await find(query)
      expect(found.length).toBeLessThanOrEqual(8)
      if (!/[\p{L}\p{N}]/u.test(query)) expect(found).toEqual([])
    })

    test('never throws, whatever the text', async () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({
          unit: fc.constantFrom('"', "'", '+', '-', '*', ':', '(', ')', '\\', ' ', 'AND', 'alpha', '~', '^'),
        }),
      )
      await fc.assert(
        fc.asyncProperty(fc.array(text, { maxLength: 4 }), async (queries) => {
          const results = await table.searchFulltext(queries, 3)
          expect(results).toHaveLength(queries.length)
          for (const found of results) {
            expect(found.length).toBeLessThanOrEqual(3)
            expect(found.toSorted(compareCandidates)).toEqual(found)
          }
        }),
        { numRuns: 40 },
      )
    })

    test.each(['café', 'cafe\u0301', 'CAFÉ', 'cafe', 'Zürich', 'Zu\u0308rich', 'zurich', 'résumé', 'resume'])(
      'letters meet however they are composed: %s',
      async (query) => {
        expect(chunksOf(await find(query))).toEqual([4, 5])
      },
    )

    test('gives at most the limit, and a smaller limit gives a beginning', async () => {
      const all = await find('alpha beta valve', 10)
      expect(all).toHaveLength(3)
      expect(await find('alpha beta valve', 2)).toEqual(all.slice(0, 2))
      expect(await find('alpha beta valve', 1000)).toEqual(all)
    })

    test('several queries at once give what each gives alone', async () => {
      const queries = Array.from({ length: 30 }, (_, index) => ['alpha', 'beta valve', '', 'café', 'none'][index % 5]!)
      const together = await table.searchFulltext(queries, 5)
      for (const [index, query] of queries.entries()) expect(together[index]).toEqual(await find(query, 5))
      expect(await table.searchFulltext([], 5)).toEqual([])
    })

    test('equal scores come in the order of their chunks, however they were written', async () => {
      const tied = await tableOf([5, 2, 9, 0, 7].map((chunk) => row(chunk, 'the same lantern')))
      const found = (await tied.searchFulltext(['lantern'], 10))[0]!
      expect(chunksOf(found)).toEqual([0, 2, 5, 7, 9])
      expect(new Set(found.map(({ score }) => score)).size).toBe(1)
      tied.close()
    })
  })

  describe('vector search', () => {
    test('gives cosine similarity, whatever the length of the vectors', async () => {
      const table = await tableOf(
        [row(0, 'a', [2, 0]), row(1, 'b', [0.5, 0.5]), row(2, 'c', [0, 3]), row(3, 'd', [-1, 0])],
        2,
      )
      const [found] = await table.searchVectors([Float32Array.of(10, 0)], 10)
      expect(chunksOf(found)).toEqual([0, 1, 2, 3])
      for (const [index, expected] of [1, Math.SQRT1_2, 0, -1].entries()) {
        expect(found![index]!.score).toBeCloseTo(expected, 5)
      }
      expect(chunksOf((await table.searchVectors([Float32Array.of(10, 0)], 2))[0])).toEqual([0, 1])
      table.close()
    })

    test('rows without a vector, and zero vectors, are never found and take no place', async () => {
      const table = await tableOf(
        [row(0, 'none', null), row(1, 'zero', [0, 0]), row(2, 'far', [-1, 0.1]), row(3, 'near', [1, 0.1])],
        2,
      )
      expect(chunksOf((await table.searchVectors([Float32Array.of(1, 0)], 10))[0])).toEqual([3, 2])
      expect(chunksOf((await table.searchVectors([Float32Array.of(1, 0)], 2))[0])).toEqual([3, 2])
      expect(
        chunksOf((await table.searchFulltext(['none zero'], 10))[0]!.toSorted((a, b) => a.chunk - b.chunk)),
      ).toEqual([0, 1])
      table.close()
    })

    test('a zero query finds nothing and does not disturb the others', async () => {
      const table = await tableOf([row(0, 'a', [1, 0]), row(1, 'b', [0, 1])], 2)
      const queries = [
        [0, 0],
        [1, 0],
        [0, 0],
        [0, 1],
      ].map((vector) => Float32Array.from(vector))
      const found = await table.searchVectors(queries, 1)
      expect(found.map(chunksOf)).toEqual([[], [0], [], [1]])
      expect(await table.searchVectors([Float32Array.of(0, 0)], 1)).toEqual([[]])
      table.close()
    })

    test('a table without vectors finds nothing', async () => {
      const table = await tableOf([row(0, 'a')], null)
      expect(await table.searchVectors([Float32Array.of(1, 0)], 5)).toEqual([[]])
      table.close()
    })

    test('equal scores come in the order of their chunks, however they were written', async () => {
      const table = await tableOf(
        [5, 2, 9, 0, 7].map((chunk) => row(chunk, 'same', [1, 1])),
        2,
      )
      expect(chunksOf((await table.searchVectors([Float32Array.of(1, 0)], 10))[0])).toEqual([0, 2, 5, 7, 9])
      table.close()
    })

    test('many queries at once give what each gives alone', async () => {
      const random = createRandom(11)
      const vector = () => Float32Array.from({ length: 8 }, () => random() - 0.5)
      const table = await tableOf(
        Array.from({ length: 200 }, (_, chunk) => ({ chunk, text: `t${chunk}`, vector: vector() })),
        8,
      )
      // More than one batch of any adapter.
      const queries = Array.from({ length: 150 }, vector)
      const together = await table.searchVectors(queries, 7)
      expect(together).toHaveLength(150)
      for (const index of [0, 1, 63, 64, 65, 127, 128, 149]) {
        const [alone] = await table.searchVectors([queries[index]!], 7)
        expect(alone).toHaveLength(7)
        expect(chunksOf(together[index])).toEqual(chunksOf(alone))
        for (const [position, { score }] of alone!.entries()) {
          expect(together[index]![position]!.score).toBeCloseTo(score, 5)
        }
      }
      expect(await table.searchVectors([], 7)).toEqual([])
      table.close()
    })
  })

  // 12 is not a multiple of eight, which the compressed index needs.
  test.each([16, 12])('10,000 rows of %i dimensions: recall@10 is at least 0.95', async (dimensions) => {
    const random = createRandom(dimensions)
    const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const centres = Array.from({ length: 100 }, () => Float32Array.from({ length: dimensions }, gaussian))
    const near = (centre: Float32Array) => centre.map((value) => value + 0.4 * gaussian())
    const vectors = Array.from({ length: 10_000 }, (_, index) => near(centres[index % 100]!))
    const table = await tableOf(
      vectors.map((vector, chunk) => ({ chunk, text: `text ${chunk}`, vector })),
      dimensions,
    )
    expect((await table.statistics()).vectorIndex).toMatch(large)
    const queries = Array.from({ length: 60 }, (_, index) => near(centres[index]!))
    const found = await table.searchVectors(queries, 10)
    const hits = queries.map((query, index) => {
      const exact = vectors
        .map((vector, chunk) => ({ chunk, score: cosine(query, vector) }))
        .sort(compareCandidates)
        .slice(0, 10)
      return exact.filter(({ chunk }) => chunksOf(found[index])!.includes(chunk)).length
    })
    expect(hits.reduce((sum, count) => sum + count, 0) / (10 * queries.length)).toBeGreaterThanOrEqual(0.95)
    table.close()
  })
})

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (left: Float32Array, right: Float32Array) =>
    left.reduce((sum, value, index) => sum + value * right[index]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
