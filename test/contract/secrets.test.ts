import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EnvironmentSecrets } from '../../main/adapters/environment-secrets/environment-secrets.ts'
import { FileSecrets } from '../../main/adapters/file-secrets/file-secrets.ts'
import { type Encryption, KeychainSecrets } from '../../main/electron/keychain-secrets.ts'
import { SecretsOfMainProcess } from '../../main/electron/secrets-of-main-process.ts'
import { createSecretsRouter } from '../../main/electron/secrets-router.ts'
import type { Secrets } from '../../main/ports/secrets.ts'
import { MemorySecrets } from '../support/memory-secrets.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** The key of one machine: texts of another cannot be read. */
class Machine implements Encryption {
  isAvailable = true
  shouldReEncrypt = false
  backend = 'gnome_libsecret'
  readonly #key: number
  constructor(key = 0x5a) {
    this.#key = key
  }
  isAsyncEncryptionAvailable = async () => this.isAvailable
  getSelectedStorageBackend = () => this.backend
  encryptStringAsync = async (text: string) =>
    Buffer.from([this.#key, ...Buffer.from(text).map((byte) => byte ^ this.#key)])
  decryptStringAsync = async (bytes: Buffer) => {
    if (bytes[0] !== this.#key) throw new Error(`No key for ${bytes.toString('hex')}`)
    const result = Buffer.from(bytes.subarray(1).map((byte) => byte ^ this.#key)).toString()
    return { result, shouldReEncrypt: this.shouldReEncrypt }
  }
}

function inMemory(ciphertexts: Record<string, string> = {}) {
  let kept: Readonly<Record<string, string>> = ciphertexts
  return {
    read: () => kept,
    write: (next: Readonly<Record<string, string>>) => {
      kept = next
    },
  }
}

function overPort(secrets: Secrets): Secrets {
  const { port1, port2 } = new MessageChannel()
  new RPCHandler(createSecretsRouter(secrets)).upgrade(port1)
  port1.start()
  port1.unref()
  const client = new SecretsOfMainProcess(port2)
  port2.start()
  port2.unref()
  return client
}

const adapters: readonly { name: string; open: (folder: string) => Secrets }[] = [
  { name: 'memory', open: () => new MemorySecrets() },
  { name: 'file', open: (folder) => new FileSecrets(join(folder, 'keys', 'secrets.json')) },
  { name: 'environment before memory', open: () => new EnvironmentSecrets(new MemorySecrets(), { PATH: '/bin' }) },
  { name: 'keychain', open: () => new KeychainSecrets(new Machine(), inMemory(), 'linux') },
  { name: 'main process', open: () => overPort(new KeychainSecrets(new Machine(), inMemory(), 'linux')) },
]

describe.each(adapters)('secrets: $name', ({ open }) => {
  let folder: ReturnType<typeof temporaryFolder>
  let secrets: Secrets

  beforeEach(() => {
    folder = temporaryFolder()
    secrets = open(folder.path)
  })
  afterEach(() => folder[Symbol.dispose]())

  test('gives what was set last, and nothing once it is removed', async () => {
    expect(await secrets.get('A_KEY')).toBeNull()
    await secrets.set('A_KEY', 'one')
    await secrets.set('B_KEY', 'pä$$ "wörd"')
    await secrets.set('A_KEY', 'two')
    expect([await secrets.get('A_KEY'), await secrets.get('B_KEY')]).toEqual(['two', 'pä$$ "wörd"'])
    expect(await secrets.list()).toEqual([
      { name: 'A_KEY', source: 'kept' },
      { name: 'B_KEY', source: 'kept' },
    ])
    expect([await secrets.remove('A_KEY'), await secrets.remove('A_KEY')]).toEqual([true, false])
    expect(await secrets.get('A_KEY')).toBeNull()
    expect(await secrets.list()).toEqual([{ name: 'B_KEY', source: 'kept' }])
  })

  test('tells where they are kept, never what they are', async () => {
    await secrets.set('A_KEY', 'sk-very-secret')
    const told = JSON.stringify([await secrets.list(), await secrets.describe()])
    expect((await secrets.describe()).storage.length).toBeGreaterThan(3)
    expect(told).not.toContain('sk-very-secret')
  })
})

describe('secrets: environment', () => {
  test('goes before what is kept; variables that look like keys are listed', async () => {
    const kept = new MemorySecrets()
    await kept.set('A_KEY', 'kept')
    await kept.set('EMPTY_KEY', 'kept')
    const secrets = new EnvironmentSecrets(kept, {
      A_KEY: ' from outside ',
      EMPTY_KEY: ' ',
      C_API_KEY: 'c',
      HOME: '/x',
    })
    expect(await Promise.all(['A_KEY', 'EMPTY_KEY', 'C_API_KEY', 'D_KEY'].map((name) => secrets.get(name)))).toEqual([
      'from outside',
      'kept',
      'c',
      null,
    ])
    expect(await secrets.list()).toEqual([
      { name: 'A_KEY', source: 'environment' },
      { name: 'C_API_KEY', source: 'environment' },
      { name: 'EMPTY_KEY', source: 'kept' },
    ])
  })
})

describe('secrets: file', () => {
  test.skipIf(process.platform === 'win32')('can be read by its owner only', async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'keys', 'secrets.json')
    await new FileSecrets(path).set('A_KEY', 'one')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ A_KEY: 'one' })
  })
})

describe('secrets: keychain', () => {
  test('keeps ciphertext only, and writes it anew when the system has another key', async () => {
    const machine = new Machine()
    const store = inMemory()
    const secrets = new KeychainSecrets(machine, store, 'linux')
    await secrets.set('A_KEY', 'sk-very-secret')
    const before = store.read()
    expect(Buffer.from(before.A_KEY!, 'base64').includes('sk-very-secret')).toBe(false)
    machine.shouldReEncrypt = true
    expect(await secrets.get('A_KEY')).toBe('sk-very-secret')
    expect(store.read()).not.toBe(before)
  })

  test('what another machine encrypted is kept, and the error holds nothing of it', async () => {
    const store = inMemory()
    await new KeychainSecrets(new Machine(), store, 'linux').set('A_KEY', 'sk-very-secret')
    const ciphertext = store.read().A_KEY!
    const error = await overPort(new KeychainSecrets(new Machine(1), store, 'linux'))
      .get('A_KEY')
      .catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'AppError', code: 'SECRET_MISSING' })
    expect(String(error)).not.toContain(Buffer.from(ciphertext, 'base64').toString('hex'))
    expect(store.read().A_KEY).toBe(ciphertext)
  })

  test.each([
    { platform: 'darwin', backend: 'unknown', storage: 'macOS Keychain', warns: false },
    { platform: 'win32', backend: 'unknown', storage: 'Windows account', warns: false },
    { platform: 'linux', backend: 'kwallet6', storage: 'KWallet', warns: false },
    { platform: 'linux', backend: 'gnome_libsecret', storage: 'keyring', warns: false },
    { platform: 'linux', backend: 'basic_text', storage: 'hardly protected', warns: true },
  ] as const)('on $platform with $backend: $storage', async ({ platform, backend, storage, warns }) => {
    const machine = new Machine()
    machine.backend = backend
    const described = await new KeychainSecrets(machine, inMemory(), platform).describe()
    expect(described.storage).toContain(storage)
    expect(described.warning !== null).toBe(warns)
  })
})
