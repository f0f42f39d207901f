import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { missingOptionalEntries } from '../support/complete-lockfile.mjs'

interface Lockfile {
  readonly packages: Readonly<
    Record<string, { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }>
  >
}

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')
const lock = JSON.parse(text) as Lockfile

describe('package-lock.json', () => {
  test('has an entry for every optional dependency, so that it installs on every platform', () => {
    const optional = Object.values(lock.packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    expect(optional.length).toBeGreaterThan(20)
    expect(missingOptionalEntries(lock)).toEqual([])
  })

  test('notices an optional dependency without an entry', () => {
    const incomplete = {
      packages: {
        '': {},
        'node_modules/a': { optionalDependencies: { 'a-linux-x64': '1.0.0', 'a-win32-x64': '1.0.0' } },
        'node_modules/a-linux-x64': { version: '1.0.0' },
      },
    }
    expect(missingOptionalEntries(incomplete)).toEqual([
      { parent: 'node_modules/a', name: 'a-win32-x64', version: '1.0.0' },
    ])
  })

  test('names no registry: packages come from the one that a machine is set up for', () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100)
    expect(Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry)).toEqual([])
    expect(text.includes('.tgz"')).toBe(false)
  })

  test('is made for this package.json', () => {
    const { dependencies, devDependencies } = packageJson
    expect(lock.packages['']).toMatchObject({ dependencies, devDependencies })
  })
})

describe('package.json', () => {
  test('pins every version exactly', () => {
    const versions = Object.entries({ ...packageJson.dependencies, ...packageJson.devDependencies })
    expect(versions.length).toBeGreaterThan(20)
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([])
  })
})
