import { existsSync, globSync, readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { fuses } from '../../main/electron/packaging/set-fuses.mjs'
import packageJson from '../../package.json' with { type: 'json' }

const repository = fileURLToPath(new URL('../../', import.meta.url))

interface BuilderConfig {
  readonly files: readonly string[]
  readonly asarUnpack: readonly string[]
  readonly afterPack: string
  readonly icon: string
  readonly [system: string]: unknown
}

const config = parse(readFileSync(`${repository}electron-builder.yml`, 'utf8')) as BuilderConfig

const lock = JSON.parse(readFileSync(`${repository}package-lock.json`, 'utf8')) as { packages: Record<string, unknown> }

/** Packages that the desktop app's own code imports. */
function importedPackages(): string[] {
  const sources = globSync(['main/**/*.ts', 'shared/**/*.ts'], { cwd: repository }).filter(
    (path) => !/^main[\\/](?:cli|web)(?:[\\/]|\.ts$)|vite\.config/.test(path),
  )
  const specifiers = sources.flatMap((path) =>
    [
      ...readFileSync(`${repository}${path}`, 'utf8').matchAll(/^(?!import type).*?(?:from |import\()'([^'.][^']*)'/gm),
    ].map(([, specifier]) => specifier!),
  )
  const names = specifiers.map((specifier) =>
    specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/'),
  )
  return [...new Set(names)].filter((name) => !name.startsWith('node:') && name !== 'electron').sort()
}

/** Names in the first level of a pattern such as `!node_modules/{a,@b}/**`. */
function leftOut(): string[] {
  return config.files.flatMap((pattern) => {
    const names = /^!node_modules\/(?:\{([^}]*)\}|([^*{]+?))\/\*\*$/.exec(pattern)
    return names ? (names[1] ?? names[2]!).split(',') : []
  })
}

describe('electron-builder.yml', () => {
  test('packs every package that the app imports', () => {
    const imported = importedPackages()
    expect(imported).toEqual(
      expect.arrayContaining(['@lancedb/lancedb', '@orpc/server', 'electron-store', 'piscina', 'zod']),
    )
    const { dependencies } = packageJson as { dependencies: Record<string, string> }
    expect(imported.filter((name) => !(name in dependencies))).toEqual([])
    const left = leftOut()
    expect(left).toEqual(expect.arrayContaining(['react', 'ws', '@orpc/tanstack-query']))
    expect(imported.filter((name) => left.includes(name) || left.includes(name.split('/')[0]!))).toEqual([])
  })

  test('unpacks native code', () => {
    expect(config.asarUnpack).toEqual(expect.arrayContaining(['**/*.node', 'node_modules/@lancedb/**']))
  })

  test.each([
    { platform: 'darwin', arch: 'arm64', own: 'lancedb-darwin-arm64' },
    { platform: 'win32', arch: 'x64', own: 'lancedb-win32-x64-msvc' },
    { platform: 'linux', arch: 'x64', own: 'lancedb-linux-x64-gnu' },
  ])('packs no native code of other systems for $platform', ({ platform, arch, own }) => {
    const binaries = Object.keys(lock.packages).filter((path) => /\/@lancedb\/lancedb-|\/@napi-rs\/nice-/.test(path))
    expect(binaries.length).toBeGreaterThan(15)
    const patterns = config.files
      .filter((pattern) => pattern.startsWith('!'))
      .map((pattern) =>
        pattern
          .slice(1)
          .replace(/\$\{platform\}/, platform)
          .replace(/\$\{arch\}/, arch),
      )
    const isPacked = (path: string) => !patterns.some((pattern) => matchesGlob(`${path}/package.json`, pattern))
    const packed = binaries.filter(isPacked)
    expect(packed).toContain(`node_modules/@lancedb/${own}`)
    expect(packed.filter((path) => !path.includes(`-${platform}-${arch}`) || path.endsWith('-musl'))).toEqual([])
    expect(isPacked('node_modules/@lancedb/lancedb') && isPacked('node_modules/@napi-rs/nice')).toBe(true)
  })

  test('leaves nothing out below a single system, where that would let in everything', () => {
    const systems = ['mac', 'win', 'linux'].map((system) => config[system] as { files?: unknown })
    expect(systems.filter(({ files }) => files !== undefined)).toEqual([])
  })

  test('names files that are there', () => {
    expect([config.afterPack, config.icon].filter((path) => !existsSync(`${repository}${path}`))).toEqual([])
    expect(packageJson.main).toBe('dist/main/electron.js')
  })
})

describe('fuses', () => {
  test('every one is decided; only a build for tests can be inspected', () => {
    const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number')
    const forUsers = fuses(false) as Record<number, boolean>
    expect(known.filter((fuse) => typeof forUsers[fuse] !== 'boolean')).toEqual([])
    for (const fuse of [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ]) {
      expect([FuseV1Options[fuse], forUsers[fuse]]).toEqual([FuseV1Options[fuse], false])
    }
    expect(forUsers[FuseV1Options.OnlyLoadAppFromAsar]).toBe(true)
    expect(forUsers[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(true)
    expect(fuses(true)).toEqual({ ...fuses(false), [FuseV1Options.EnableNodeCliInspectArguments]: true })
  })
})
