import { createHash } from 'node:crypto'
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FolderVault } from '../../main/adapters/workspace-files/folder-vault.ts'
import { MemoryVault } from '../support/memory-vault.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const adapters = [
  { name: 'FolderVault', open: (folder: string) => new FolderVault(folder) },
  { name: 'MemoryVault', open: () => new MemoryVault() },
]
const equal = (found: Uint8Array | null, bytes: Uint8Array) =>
  expect(found && Buffer.from(found)).toEqual(Buffer.from(bytes))

describe.each(adapters)('file vault: $name', ({ open }) => {
  test('keeps any bytes under their SHA-256, once', async () => {
    using folder = temporaryFolder()
    const vault = open(folder.path)
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const sha256 = await vault.put(bytes)
        expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
        expect(await vault.put(bytes)).toBe(sha256)
        equal(await vault.get(sha256), bytes)
      }),
      { numRuns: 30 },
    )
    expect(await vault.get('0'.repeat(64))).toBeNull()
  })

  test('keeps named files apart from hashed ones; a name takes its newest content', async () => {
    using folder = temporaryFolder()
    const vault = open(folder.path)
    expect(await vault.getNamed('a.model')).toBeNull()
    await vault.putNamed('a.model', Uint8Array.of(1, 2, 3))
    await vault.putNamed('a.model', Uint8Array.of(4))
    equal(await vault.getNamed('a.model'), Uint8Array.of(4))
    expect(await vault.get('a.model')).toBeNull()
  })

  test('the same file put many times at once is whole', async () => {
    using folder = temporaryFolder()
    const vault = open(folder.path)
    const bytes = new Uint8Array(200_000).fill(7)
    const names = await Promise.all(Array.from({ length: 8 }, () => vault.put(bytes)))
    expect(new Set(names).size).toBe(1)
    equal(await vault.get(names[0]!), bytes)
    expect(globSync('**/*.partial', { cwd: folder.path })).toEqual([])
  })
})

test('file vault: FolderVault: what a killed process had begun to write is removed, and nothing else', async () => {
  using folder = temporaryFolder()
  const vault = new FolderVault(folder.path)
  await vault.removePartials()
  const sha256 = await vault.put(Uint8Array.of(1))
  await vault.putNamed('a.model', Uint8Array.of(2))
  const kept = globSync('**/*', { cwd: folder.path }).toSorted()
  for (const path of [`files/${sha256.slice(0, 2)}/${sha256}`, 'derived/b.model'])
    writeFileSync(join(folder.path, `${path}.1234.partial`), 'cut o')
  await vault.removePartials()
  expect(globSync('**/*', { cwd: folder.path }).toSorted()).toEqual(kept)
})
