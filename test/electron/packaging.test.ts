import { existsSync, globSync, readFileSync } from 'node:fs'
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

/** Packages that the desktop app's own code imports. */
function importedPackages(): string[] {
  const sources = globSync(['main/**/*.ts', 'shared/**/*.ts'], { cwd: repository }).filter(
    (path) => !/^main[\\/](?:cli|web)(?:[\\/]|\.ts$)|vite\.config/.test(path),
  )
  const specifiers = sources.flatMap((path) =>
    [
      ...readFileSync(`${repository}${path}`, 'utf8').matchAll(
        /^(?!import type).*?(?:from|import\() ?'([^'.][^']*)'/gm,
      ),
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

  test('unpacks native code, and leaves that of other systems out', () => {
    expect(config.asarUnpack).toEqual(expect.arrayContaining(['**/*.node', 'node_modules/@lancedb/**']))
    const systems = { mac: 'darwin', win: 'win32', linux: 'linux' } as const
    for (const [key, own] of Object.entries(systems)) {
      const patterns = (config[key] as { files: string[] }).files.filter((pattern) => pattern.includes('lancedb'))
      const excluded = patterns.flatMap((pattern) => /\{([^}]*)\}/.exec(pattern)?.[1]?.split(',') ?? [])
      expect([key, excluded.sort()]).toEqual([
        key,
        Object.values(systems)
          .filter((system) => system !== own)
          .sort(),
      ])
    }
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
