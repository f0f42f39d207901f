import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { OpenAiEmbedder } from '../../main/adapters/openai/openai-embedder.ts'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import { systemClock } from '../../main/adapters/system/system-clock.ts'
import { countTokens } from '../../main/engine/chunking/count-tokens.ts'
import { CachedEmbedder } from '../../main/engine/embedding/cached-embedder.ts'
import { textHash } from '../../main/engine/embedding/text-hash.ts'
import type { Store } from '../../main/ports/store.ts'
import { OpenAiEmbedding } from '../../shared/domain/recipe.ts'
import { inTurn } from '../support/openai-server/behaviour.ts'
import { hashedVector } from '../support/openai-server/hashed-vector.ts'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'

let server: OpenAiServer
let folder: string
let store: Store

beforeEach(async () => {
  server = await OpenAiServer.start()
  folder = mkdtempSync(join(tmpdir(), 'rungs-cache-'))
  store = openSqliteStore(join(folder, 'workspace.db'))
})
afterEach(async () => {
  store.close()
  rmSync(folder, { recursive: true })
  await server[Symbol.asyncDispose]()
})

const never = new AbortController().signal
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `text number ${index}`)

function createEmbedder(settings: Partial<OpenAiEmbedding> = {}): CachedEmbedder {
  const parsed = OpenAiEmbedding.parse({ kind: 'openai', baseUrl: server.baseUrl, batchInputs: 2, ...settings })
  const embedder = new OpenAiEmbedder(parsed, {
    clock: systemClock,
    loadTokenCounter: async () => countTokens,
    secrets: { get: async () => null },
  })
  return new CachedEmbedder(embedder, store.embeddings)
}

function isStored(text: string): boolean {
  return store.embeddings.missing(createEmbedder().name, [textHash(text)]).size === 0
}

describe('CachedEmbedder', () => {
  test('a text is embedded once, however often it comes in one run', async () => {
    const texts = ['a', 'b', 'a', 'c', 'b', 'a']
    const embedder = createEmbedder()
    await embedder.prepare(texts, () => {}, never)
    expect(await embedder.vectors(texts, never)).toEqual(texts.map((text) => hashedVector(text, 16)))
    await embedder.timedQuery('c', never)
    expect(server.embeddedTexts.sort()).toEqual(['a', 'b', 'c'])
  })

  test('a text is not embedded again in a later run', async () => {
    await createEmbedder().prepare(['a', 'b'], () => {}, never)
    store.close()
    store = openSqliteStore(join(folder, 'workspace.db'))
    const vectors = await createEmbedder({ batchInputs: 7 }).vectors(['b', 'c', 'a'], never)
    expect(vectors).toEqual(['b', 'c', 'a'].map((text) => hashedVector(text, 16)))
    expect(server.embeddedTexts.sort()).toEqual(['a', 'b', 'c'])
  })

  test('other models and dimensions have vectors of their own', async () => {
    for (const settings of [{}, { model: 'other' }, { dimensions: 8 }]) {
      const [vector] = await createEmbedder(settings).vectors(['a'], never)
      expect(vector).toEqual(hashedVector('a', 'dimensions' in settings ? 8 : 16))
    }
    expect(server.embeddedTexts).toEqual(['a', 'a', 'a'])
  })

  test('vectors are stored the moment they arrive, while other requests are still open', async () => {
    // The second request is answered only once the first one's vectors can be read from the database.
    server.respond = ({ texts }) =>
      texts.includes('text number 0')
        ? { kind: 'answer' }
        : { kind: 'answer', after: vi.waitFor(() => expect(isStored('text number 0')).toBe(true), { timeout: 10_000 }) }
    await createEmbedder().prepare(numbered(4), () => {}, never)
    expect(numbered(4).every(isStored)).toBe(true)
  })

  test('when one request fails, the vectors of the others are kept and only the rest is asked for later', async () => {
    server.respond = ({ texts }) =>
      texts.includes('text number 3') ? { kind: 'status', status: 400 } : { kind: 'answer' }
    await expect(createEmbedder().prepare(numbered(8), () => {}, never)).rejects.toMatchObject({
      code: 'PROVIDER_REFUSED',
    })
    const stored = numbered(8).filter(isStored)
    expect(stored.sort()).toEqual(server.embeddedTexts.sort())
    expect(stored).toContain('text number 0')
    expect(stored).not.toContain('text number 3')

    server.respond = inTurn()
    await createEmbedder().prepare(numbered(8), () => {}, never)
    expect(server.embeddedTexts.sort()).toEqual(numbered(8))
  })

  test('a doubtful answer leaves nothing in the cache', async () => {
    server.respond = inTurn({ kind: 'nan' })
    await expect(createEmbedder().vectors(['a', 'b'], never)).rejects.toMatchObject({ code: 'PROVIDER_REFUSED' })
    expect([isStored('a'), isStored('b')]).toEqual([false, false])
  })

  test('blank texts are never sent and have no vector', async () => {
    const embedder = createEmbedder()
    expect(await embedder.vectors(['', ' \n', 'a'], never)).toEqual([null, null, hashedVector('a', 16)])
    expect(await embedder.timedQuery(' ', never)).toEqual({ vector: null, latencyMs: null })
    expect(server.embeddedTexts).toEqual(['a'])
  })

  test("a query's time is known when it was asked for alone, and kept", async () => {
    const embedder = createEmbedder()
    await embedder.prepare(['a', 'b'], () => {}, never)
    expect(await embedder.timedQuery('a', never)).toEqual({ vector: hashedVector('a', 16), latencyMs: null })
    const first = await embedder.timedQuery('alone', never)
    expect(first.latencyMs).toBeGreaterThan(0)
    expect(await createEmbedder().timedQuery('alone', never)).toEqual(first)
  })

  test('progress counts the texts that have arrived and ends with all', async () => {
    const seen: number[] = []
    await createEmbedder().prepare(numbered(5), (done) => seen.push(done), never)
    expect(seen).toEqual([...seen].sort((a, b) => a - b))
    expect(seen.at(-1)).toBe(5)
  })
})
