import { expect, test } from 'vitest'
import type { IndexRecord } from '../../main/ports/index-store.ts'
import type { IndexId } from '../../shared/domain/ids.ts'
import { at, describeStores, versionA, versionB } from './support/store-fixture.ts'

describeStores('embedding cache', (fixture) => {
  const hash = (letter: string) => letter.repeat(64)

  test('gives back what was put, aligned with what is asked, for that embedder only', () => {
    const { store } = fixture()
    const vector = Float32Array.of(0.1, -2, 1e-20)
    store.embeddings.put('one', [
      { textHash: hash('a'), vector, latencyMs: 12.5 },
      { textHash: hash('b'), vector: Float32Array.of(), latencyMs: null },
    ])
    expect(store.embeddings.get('one', [hash('b'), hash('c'), hash('a')])).toEqual([
      { vector: Float32Array.of(), latencyMs: null },
      null,
      { vector, latencyMs: 12.5 },
    ])
    expect(store.embeddings.get('other', [hash('a')])).toEqual([null])
    expect(store.embeddings.missing('one', [hash('a'), hash('c')])).toEqual(new Set([hash('c')]))
    expect(store.embeddings.missing('other', [hash('a')])).toEqual(new Set([hash('a')]))
  })

  test('keeps the vector that came first', () => {
    const { store } = fixture()
    const put = (value: number) =>
      store.embeddings.put('one', [{ textHash: hash('a'), vector: Float32Array.of(value), latencyMs: null }])
    put(1)
    put(2)
    expect(store.embeddings.get('one', [hash('a')])[0]?.vector).toEqual(Float32Array.of(1))
  })
})

describeStores('indexes', (fixture) => {
  const key = {
    corpusVersionId: versionA,
    chunkingKey: 'recursive',
    embeddingKey: 'w384',
    language: 'English',
  } as const
  const record = (changes: Partial<IndexRecord> = {}): IndexRecord => ({
    ...key,
    ...{
      indexId: 'index1' as IndexId,
      chunkSetId: 'set1',
      tableName: 'table1',
      chunks: 2,
      tokens: 30,
      dimensions: 8,
    },
    ...{ bytes: 100, buildMs: 1.5, vectorIndex: 'flat', tokenizer: 'icu', embedder: 'model', createdAt: at },
    ...changes,
  })
  const chunkSet = {
    chunkSetId: 'set1',
    count: 2,
    documentPosition: Int32Array.of(0, 1),
    start: Int32Array.of(0, 5),
    end: Int32Array.of(5, 2 ** 31 - 1),
    tokens: Int32Array.of(3, 4),
  }

  test('a chunk set is stored once and comes back column by column', () => {
    const { store } = fixture()
    expect(store.indexes.chunkSet(versionA, 'recursive')).toBeNull()
    store.indexes.addChunkSet(versionA, 'recursive', chunkSet)
    store.indexes.addChunkSet(versionA, 'recursive', { ...chunkSet, count: 9 })
    expect(store.indexes.chunkSet(versionA, 'recursive')).toEqual(chunkSet)
    expect(store.indexes.chunkSet(versionB, 'recursive')).toBeNull()
  })

  test('an index is found by its whole key; full-text search takes any embedding', () => {
    const { store } = fixture()
    store.indexes.addChunkSet(versionA, 'recursive', chunkSet)
    store.indexes.add(record())
    expect(store.indexes.find(key)).toEqual(record())
    expect(store.indexes.find({ ...key, embeddingKey: 'none' })).toBeNull()
    expect(store.indexes.find({ ...key, language: 'German' })).toBeNull()
    expect(store.indexes.findForFulltext(key)).toEqual(record())
    expect(store.indexes.findForFulltext({ ...key, corpusVersionId: versionB })).toBeNull()
    expect(store.indexes.get('index1' as IndexId)).toEqual(record())
    expect(() => store.indexes.add(record({ indexId: 'index2' as IndexId }))).toThrow()
    store.indexes.add(
      record({
        indexId: 'index2' as IndexId,
        tableName: 'table2',
        embeddingKey: 'none',
        embedder: null,
        dimensions: null,
      }),
    )
    expect(store.indexes.list().map((index) => [index.indexId, index.dimensions])).toEqual([
      ['index1', 8],
      ['index2', null],
    ])
    store.indexes.remove('index1' as IndexId)
    expect(store.indexes.find(key)).toBeNull()
    expect(store.indexes.list().map((index) => index.indexId)).toEqual(['index2'])
    expect(store.indexes.chunkSet(versionA, 'recursive')).toEqual(chunkSet)
  })
})
