import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bundledPriceBook } from '../../main/adapters/genai-prices/bundled-price-book.ts'
import { discoverLocalServers } from '../../main/adapters/language-models/discover-local-servers.ts'
import { openSqliteStore } from '../../main/adapters/sqlite/open-sqlite-store.ts'
import { createEngine, type EnginePorts } from '../../main/engine/engine.ts'
import type { CallUse, NewCall } from '../../main/ports/call-store.ts'
import { type Client, createInProcessClient } from '../../main/rpc/in-process-client.ts'
import type { JobId, RunId } from '../../shared/domain/ids.ts'
import { defaultProvider } from '../../shared/domain/model-provider.ts'
import { localPresets, providerPresets } from '../../shared/domain/provider-presets.ts'
import { type MemoryEngine, openMemoryEngine } from '../support/open-memory-engine.ts'
import { OpenAiServer } from '../support/openai-server/openai-server.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const secretValue = 'Zq81+not/a-pattern=7731'
const price = { inputUsdPerMillionTokens: 1, cachedInputUsdPerMillionTokens: null, outputUsdPerMillionTokens: 2 }

let memory: MemoryEngine
let client: Client

beforeEach(async () => {
  memory = await openMemoryEngine()
  client = createInProcessClient(memory.engine)
})
afterEach(() => memory[Symbol.asyncDispose]())

/** The same workspace behind other ports; the engine of `memory` closes it. */
const clientWith = async (ports: Partial<EnginePorts>) =>
  createInProcessClient(await createEngine({ ...memory.ports, ...ports }))

const codeOf = (code: string) => expect.objectContaining({ code })

function call(changes: Partial<NewCall> = {}, use: Partial<CallUse> = {}): number {
  return memory.ports.store.calls.begin({
    ...{ requestHash: 'hash', lane: 'lane', model: 'gpt-small', jobId: 'job' as JobId },
    ...{ reservedUsd: 0.5, sentAt: '2026-01-15T00:00:00.000Z' },
    use: { runId: 'run' as RunId, stage: 'generation', queryId: 'q', repetition: 0, part: '', ...use },
    ...changes,
  })
}

function confirm(callNumber: number, costUsd: number | null): void {
  const answer = { reply: {}, usage: null, costUsd, latencyMs: 1 }
  memory.ports.store.calls.confirm(callNumber, answer, '2026-01-15T00:00:01.000Z')
}

describe('budget of a month', () => {
  test('is without a cap and empty at first', async () => {
    expect(await client.money.month()).toEqual({
      ...{ month: '2026-01', capUsd: null, confirmedUsd: 0, unconfirmedUsd: 0, sendingUsd: 0, lines: [] },
    })
  })

  test('counts what was sent in it, by state, and by stage in the order of the pipeline', async () => {
    const { calls } = memory.ports.store
    confirm(call(), 0.25)
    calls.leaveUnconfirmed(call(), '2026-01-15T00:00:01.000Z')
    calls.release(call(), '2026-01-15T00:00:01.000Z')
    call({ reservedUsd: 2 })
    confirm(call({ model: 'judge-a' }, { stage: 'judge' }), null)
    confirm(call({ model: 'embedder' }, { stage: 'embedding' }), 0.125)
    confirm(call({ sentAt: '2025-12-31T23:59:59.999Z' }), 100)
    confirm(call({ sentAt: '2026-02-01T00:00:00.000Z' }), 100)
    const line = { unconfirmedCalls: 0, unpricedCalls: 0, unconfirmedUsd: 0 }
    expect(await client.money.month()).toEqual({
      ...{ month: '2026-01', capUsd: null, confirmedUsd: 0.375, unconfirmedUsd: 0.5, sendingUsd: 2 },
      lines: [
        { ...line, stage: 'embedding', model: 'embedder', calls: 1, spentUsd: 0.125 },
        {
          ...{ stage: 'generation', model: 'gpt-small', calls: 2, unconfirmedCalls: 1, unpricedCalls: 0 },
          ...{ spentUsd: 0.75, unconfirmedUsd: 0.5 },
        },
        { ...line, stage: 'judge', model: 'judge-a', calls: 1, unpricedCalls: 1, spentUsd: 0 },
      ],
    })
  })

  test('has a cap that is set and removed', async () => {
    expect(await client.money.setBudget({ monthlyUsd: 25 })).toMatchObject({ capUsd: 25 })
    expect(await client.money.month()).toMatchObject({ capUsd: 25 })
    expect(await client.money.setBudget({ monthlyUsd: null })).toMatchObject({ capUsd: null })
  })

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1_000_001])('refuses a cap of %s', async (monthlyUsd) => {
    await expect(client.money.setBudget({ monthlyUsd })).rejects.toThrow()
    expect(await client.money.month()).toMatchObject({ capUsd: null })
  })
})

describe('prices of the user', () => {
  const entry = { baseUrl: 'https://models.example.com:8443/v1', model: 'org/small', price }

  test('are added, replaced and removed, with the day on which they were entered', async () => {
    const stored = {
      usdPerThousandSearches: null,
      key: 'models.example.com:8443/org/small',
      host: 'models.example.com:8443',
      model: 'org/small',
    }
    expect(await client.money.setPrice(entry)).toEqual({ ...stored, ...price, enteredOn: '2026-01-01' })
    await client.money.setPrice({ ...entry, price: { ...price, outputUsdPerMillionTokens: 0 } })
    expect(await client.money.ownPrices()).toEqual([
      { ...stored, ...price, outputUsdPerMillionTokens: 0, enteredOn: '2026-01-01' },
    ])
    expect(await client.money.removePrice({ key: stored.key })).toEqual({ removed: true })
    expect(await client.money.removePrice({ key: stored.key })).toEqual({ removed: false })
    expect(await client.money.ownPrices()).toEqual([])
  })

  test('go before the price book, and a price of 0 is one', async () => {
    const { money } = createInProcessClient(memory.engine)
    await money.setPrice({
      ...{ baseUrl: defaultProvider.baseUrl, model: 'gpt-5.4' },
      price: { ...price, inputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: 0 },
    })
    const engine = await createEngine({ ...memory.ports, priceBook: bundledPriceBook })
    const free = { inputUsdPerMillionTokens: 0, cachedInputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: 0 }
    expect(engine.money.priceOf('gpt-5.4', defaultProvider)).toEqual({ ...free, source: 'your entry' })
    expect(engine.money.priceOf('gpt-5.4-mini', defaultProvider)).toMatchObject({
      source: expect.stringContaining('genai'),
    })
    expect(engine.money.priceOf('gpt-of-nobody', defaultProvider)).toBeNull()
  })

  test.each([
    ['a negative price', { price: { ...price, inputUsdPerMillionTokens: -1 } }],
    ['a price that is no number', { price: { ...price, outputUsdPerMillionTokens: Number.NaN } }],
    ['no model', { model: '  ' }],
    ['a model with a line break', { model: 'a\nb' }],
    ['an address that is none', { baseUrl: 'models.example.com' }],
    ['a file', { baseUrl: 'file:///etc/passwd' }],
    ['an address with a password', { baseUrl: 'https://me:secret@models.example.com' }],
  ])('are refused with %s', async (_name, changes) => {
    await expect(client.money.setPrice({ ...entry, ...changes })).rejects.toThrow()
    expect(await client.money.ownPrices()).toEqual([])
  })
})

describe('providers', () => {
  const server = { label: 'Lab server', baseUrl: 'https://models.example.com/v1', secretName: 'LAB_API_KEY' }

  test('are the presets in their order, with the state of each key and no key', async () => {
    await memory.ports.secrets.set('OPENAI_API_KEY', secretValue)
    const providers = await client.models.providers()
    expect(providers.map(({ id }) => id)).toEqual(providerPresets.map(({ id }) => id))
    const of = (id: string) => providers.find((provider) => provider.id === id)
    expect(of('openai')).toMatchObject({ key: 'kept', origin: 'preset', needsAddress: false })
    expect(of('anthropic')).toMatchObject({ key: 'missing' })
    expect(of('ollama')).toMatchObject({ key: 'notNeeded' })
    expect(of('azure')).toMatchObject({ needsAddress: true })
    expect(JSON.stringify(providers)).not.toContain(secretValue)
  })

  test('a key of the environment is told apart', async () => {
    const secrets = { ...memory.ports.secrets, list: async () => [{ name: 'OPENAI_API_KEY', source: 'environment' }] }
    const providers = await (await clientWith({ secrets: secrets as EnginePorts['secrets'] })).models.providers()
    expect(providers.find(({ id }) => id === 'openai')).toMatchObject({ key: 'environment' })
  })

  test('a server of the user is added, changed and removed', async () => {
    const added = await client.models.addProvider(server)
    expect(added).toMatchObject({ id: 'own-lab-server', origin: 'own', key: 'missing', label: 'Lab server' })
    expect(await client.models.addProvider({ ...server, label: '実験室' })).toMatchObject({ id: 'own-server' })
    await client.models.changeProvider({ id: added.id, baseUrl: 'http://10.0.0.5:8000/v1', secretName: null })
    const providers = await client.models.providers()
    expect(providers.find(({ id }) => id === added.id)).toMatchObject({
      ...{ key: 'notNeeded', origin: 'own' },
      provider: { kind: 'openai', baseUrl: 'http://10.0.0.5:8000/v1', secretName: null },
    })
    expect(await client.models.removeProvider({ id: added.id })).toEqual({ removed: true })
    expect(await client.models.removeProvider({ id: added.id })).toEqual({ removed: false })
    expect((await client.models.providers()).map(({ id }) => id)).not.toContain(added.id)
  })

  test('a preset takes an address, and gets its usual one back', async () => {
    const baseUrl = 'https://mine.openai.azure.com'
    const changed = await client.models.changeProvider({ id: 'azure', baseUrl, secretName: 'MY_KEY' })
    expect(changed).toMatchObject({ origin: 'changed', needsAddress: false, provider: { kind: 'azure', baseUrl } })
    expect(await client.models.removeProvider({ id: 'azure' })).toEqual({ removed: true })
    const azure = (await client.models.providers()).find(({ id }) => id === 'azure')
    expect(azure).toMatchObject({ origin: 'preset', needsAddress: true })
  })

  test('two servers cannot have one name', async () => {
    await client.models.addProvider(server)
    await expect(client.models.addProvider({ ...server, label: 'LAB SERVER' })).rejects.toEqual(codeOf('CONFLICT'))
    await expect(client.models.addProvider({ ...server, label: 'OpenAI' })).rejects.toEqual(codeOf('CONFLICT'))
    expect(await client.models.providers()).toHaveLength(providerPresets.length + 1)
  })

  test('a server that is not there cannot be changed', async () => {
    const change = client.models.changeProvider({ id: 'own-x', baseUrl: server.baseUrl, secretName: null })
    await expect(change).rejects.toEqual(codeOf('NOT_FOUND'))
  })

  test.each([
    ['an empty name', { label: '   ' }],
    ['a key in place of its name', { secretName: 'sk-1234' }],
    ['an address that is none', { baseUrl: 'here' }],
    ['an address with a key in it', { baseUrl: 'https://models.example.com/v1?key=1234' }],
    ['an address with a password', { baseUrl: 'https://me:secret@models.example.com/v1' }],
  ])('are refused with %s', async (_name, changes) => {
    await expect(client.models.addProvider({ ...server, ...changes })).rejects.toThrow()
    expect(await client.models.providers()).toHaveLength(providerPresets.length)
  })
})

describe('models of a provider', () => {
  let server: OpenAiServer
  beforeEach(async () => {
    server = await OpenAiServer.start({ apiKey: secretValue, answer: () => 'ready' })
    await memory.ports.secrets.set('OPENAI_API_KEY', secretValue)
  })
  afterEach(() => server[Symbol.asyncDispose]())

  const provider = () => ({ ...defaultProvider, baseUrl: server.baseUrl })

  test('are listed with the end of each and its price', async () => {
    await client.money.setPrice({ baseUrl: server.baseUrl, model: 'gpt-old', price })
    const models = await client.models.list(provider())
    expect(models.find(({ model }) => model === 'gpt-old')).toEqual({
      ...{ model: 'gpt-old', shutdownDate: '2027-02-01' },
      price: { ...price, cachedInputUsdPerMillionTokens: 1, source: 'your entry' },
    })
    expect(models.find(({ model }) => model === 'gpt-small')).toMatchObject({
      ...{ shutdownDate: null, price: { source: 'local', inputUsdPerMillionTokens: 0 } },
    })
    expect(server.charged).toEqual([])
  })

  test('a key that is refused or missing is an error with a sentence and without the key', async () => {
    await memory.ports.secrets.set('OPENAI_API_KEY', `${secretValue}x`)
    const refused = await client.models.list(provider()).catch((error: unknown) => error)
    expect(refused).toEqual(codeOf('PROVIDER_REFUSED'))
    expect(JSON.stringify([refused, (refused as Error).message])).not.toContain(secretValue)
    await memory.ports.secrets.remove('OPENAI_API_KEY')
    await expect(client.models.list(provider())).rejects.toEqual(codeOf('SECRET_MISSING'))
    await expect(client.models.test({ provider: provider(), model: 'gpt-small' })).rejects.toEqual(
      codeOf('SECRET_MISSING'),
    )
  })

  test('a test asks once, says what it cost and books that', async () => {
    await client.money.setPrice({ baseUrl: server.baseUrl, model: 'gpt-small', price })
    const reply = await client.models.test({ provider: provider(), model: 'gpt-small' })
    expect(reply).toMatchObject({ text: 'ready', finishReason: 'stop' })
    expect(server.charged).toHaveLength(1)
    const { inputTokens, outputTokens } = server.charged[0]!.usage
    expect(reply.costUsd).toBeCloseTo((inputTokens + 2 * outputTokens) / 1e6, 12)
    expect(outputTokens).toBeLessThanOrEqual(64)
    const { confirmedUsd, lines } = await client.money.month()
    expect(confirmedUsd).toBeCloseTo(reply.costUsd!, 12)
    expect(lines).toMatchObject([{ stage: 'generation', model: 'gpt-small', calls: 1, unconfirmedCalls: 0 }])
  })

  test.each([
    [429, 'PROVIDER_UNAVAILABLE'],
    [400, 'PROVIDER_REFUSED'],
  ])('a test that gets status %i is not sent again', async (status, code) => {
    server.respond = () => ({ kind: 'status', status })
    await expect(client.models.test({ provider: provider(), model: 'gpt-small' })).rejects.toEqual(codeOf(code))
    expect(server.requests).toHaveLength(1)
  })

  test('a test is not sent when nothing is left of the cap', async () => {
    confirm(call(), 1)
    await client.money.setBudget({ monthlyUsd: 1 })
    const asked = client.models.test({ provider: provider(), model: 'gpt-small' })
    await expect(asked).rejects.toEqual(codeOf('BUDGET_REACHED'))
    expect(server.requests).toEqual([])
  })

  test('local servers are those that answer at their ports', async () => {
    await using open = await OpenAiServer.start()
    const [ollama, lmStudio] = localPresets.map((preset) => ({
      ...preset,
      provider: { ...preset.provider, baseUrl: 'http://127.0.0.1:1/v1' },
    }))
    const presets = [{ ...ollama!, provider: { ...ollama!.provider, baseUrl: open.baseUrl } }, lmStudio!]
    const found = await clientWith({ findLocalServers: () => discoverLocalServers(presets, 5000) })
    const [server, ...others] = await found.models.localServers()
    expect(others).toEqual([])
    expect(server).toMatchObject({ id: 'ollama', label: 'Ollama', models: expect.arrayContaining(['gpt-small']) })
    expect(await client.models.localServers()).toEqual([])
  })
})

test('a workspace that another process writes refuses every change with a sentence, and can be read', async () => {
  using folder = temporaryFolder()
  const path = `${folder.path}/workspace.db`
  openSqliteStore(path).close()
  const store = openSqliteStore(path, { readOnly: true })
  const readOnly = await clientWith({ store })
  const server = { baseUrl: 'https://models.example.com/v1', secretName: null }
  const changes = [
    () => readOnly.money.setBudget({ monthlyUsd: 5 }),
    () => readOnly.money.setPrice({ baseUrl: server.baseUrl, model: 'm', price }),
    () => readOnly.money.removePrice({ key: 'h/m' }),
    () => readOnly.models.addProvider({ label: 'Lab', ...server }),
    () => readOnly.models.changeProvider({ id: 'openai', ...server }),
    () => readOnly.models.removeProvider({ id: 'openai' }),
  ]
  for (const change of changes) {
    await expect(change()).rejects.toMatchObject({
      code: 'WORKSPACE_LOCKED',
      message: expect.stringContaining('nothing was changed'),
    })
  }
  expect(await readOnly.money.month()).toMatchObject({ capUsd: null })
  expect(await readOnly.models.providers()).toHaveLength(providerPresets.length)
  store.close()
})
