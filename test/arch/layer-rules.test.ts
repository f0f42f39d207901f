import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import config from '../../.dependency-cruiser.mjs'
import { cruiseLayers, productModules, repository, violations } from './cruise-layers.ts'

/** One forbidden import for every rule: the module, what it imports, the rule that must report it. */
const forbidden = [
  ['shared/domain/a.ts', 'node:fs', 'shared-stands-alone'],
  ['shared/domain/b.ts', 'commander', 'shared-stands-alone'],
  ['shared/domain/c.ts', '../contract/allowed.ts', 'shared-domain-below-contract'],
  ['shared/charts/a.ts', '../contract/allowed.ts', 'charts-are-data'],
  ['main/ports/a.ts', 'zod', 'ports-are-interfaces'],
  ['main/engine/datasets/a.ts', 'node:fs', 'engine-is-pure'],
  ['main/engine/datasets/b.ts', 'openai', 'engine-is-pure'],
  ['main/engine/datasets/c.ts', '../../adapters/sqlite/allowed.ts', 'engine-is-pure'],
  ['main/engine/datasets/d.ts', '../chunking/allowed.ts', 'domains-are-peers'],
  ['main/engine/export/a.ts', '../experiments/allowed.ts', 'domains-are-peers'],
  ['main/engine/jobs/a.ts', '../datasets/allowed.ts', 'jobs-know-no-domain'],
  ['main/engine/experiments/a.ts', '../engine.ts', 'experiments-below-engine'],
  ['main/adapters/sqlite/a.ts', '../../engine/chunking/allowed.ts', 'adapters-know-no-engine'],
  ['main/adapters/worker-threads/compute-tasks.ts', 'node:fs', 'compute-tasks-call-computations'],
  ['main/adapters/sqlite/b.ts', '../lancedb/allowed.ts', 'adapters-are-apart'],
  ['main/adapters/file-system/a.ts', '../sqlite/allowed.ts', 'adapter-file-system'],
  ['main/adapters/docx/a.ts', '../sqlite/allowed.ts', 'adapter-docx'],
  ['main/adapters/html/a.ts', '../sqlite/allowed.ts', 'adapter-html'],
  ['main/adapters/pdf/a.ts', '../sqlite/allowed.ts', 'adapter-pdf'],
  ['main/adapters/text/a.ts', '../sqlite/allowed.ts', 'adapter-text'],
  ['main/adapters/xlsx/a.ts', '../sqlite/allowed.ts', 'adapter-xlsx'],
  ['main/adapters/readers/a.ts', '../sqlite/allowed.ts', 'adapter-readers'],
  ['main/adapters/openai/a.ts', '../sqlite/allowed.ts', 'adapter-openai'],
  ['main/adapters/anthropic/a.ts', '../sqlite/allowed.ts', 'adapter-anthropic'],
  ['main/adapters/rerank-server/a.ts', '../sqlite/allowed.ts', 'adapter-rerank-server'],
  ['main/adapters/together/a.ts', '../sqlite/allowed.ts', 'adapter-together'],
  ['main/adapters/local-training/a.ts', '../sqlite/allowed.ts', 'adapter-local-training'],
  ['main/adapters/axolotl/a.ts', '../sqlite/allowed.ts', 'adapter-axolotl'],
  ['main/adapters/unsloth/a.ts', '../sqlite/allowed.ts', 'adapter-unsloth'],
  ['main/adapters/trainers/a.ts', '../sqlite/allowed.ts', 'adapter-trainers'],
  ['main/adapters/language-models/a.ts', '../sqlite/allowed.ts', 'adapter-language-models'],
  ['main/cli/a.ts', '../adapters/sqlite/allowed.ts', 'adapters-are-chosen-in-one-place'],
  ['main/cli/f.ts', '@lancedb/lancedb', 'formats-and-providers-in-adapters'],
  ['main/web/b.ts', 'node:sqlite', 'formats-and-providers-in-adapters'],
  ['main/rpc/a.ts', 'node:fs', 'rpc-serves-the-engine'],
  ['main/cli/b.ts', '../engine/datasets/allowed.ts', 'hosts-speak-the-contract'],
  ['main/web/a.ts', '../cli/allowed.ts', 'web-host-is-apart'],
  ['main/engine-process.ts', './cli/allowed.ts', 'desktop-host-is-apart'],
  ['main/cli/d.ts', '../web/allowed.ts', 'cli-host-is-apart'],
  ['main/cli/e.ts', 'electron', 'electron-stays-in-its-host'],
  ['renderer/features/runs/a.ts', '../../../main/rpc/allowed.ts', 'page-is-a-client'],
  ['renderer/features/runs/b.ts', 'node:path', 'page-needs-no-node'],
  ['renderer/features/runs/c.ts', '../compare/allowed.ts', 'features-are-peers'],
  ['renderer/ui/a.ts', '../../shared/contract/allowed.ts', 'ui-knows-no-domain'],
  ['renderer/forms/a.ts', '../features/compare/allowed.ts', 'forms-below-screens'],
  ['renderer/rpc/a.ts', '../ui/allowed.ts', 'page-rpc-below-screens'],
  ['main/rpc/b.ts', '../cli/allowed.ts', 'nothing-imports-a-host'],
  ['main/setup.mjs', 'zod', 'setup-needs-no-package'],
  ['main/open-workspace.ts', '../test/support/allowed.ts', 'product-imports-no-test'],
  ['main/adapters/sqlite/c.ts', 'vitest', 'product-needs-no-development-package'],
  ['main/adapters/sqlite/d.ts', './e.ts', 'no-cycle'],
  ['main/adapters/sqlite/f.ts', './not-there.ts', 'everything-resolves'],
] as const

/** Imports that the rules must leave alone. */
const allowed = [
  ['main/engine/datasets/e.ts', '../jobs/allowed.ts'],
  ['main/engine/experiments/b.ts', '../chunking/allowed.ts'],
  ['main/engine/chunking/b.ts', 'stemmer'],
  ['main/adapters/docx/b.ts', '../zip/allowed.ts'],
  ['main/adapters/lancedb/b.ts', '@lancedb/lancedb'],
  ['main/cli/c.ts', 'commander'],
  ['main/electron/a.ts', 'electron'],
  ['renderer/features/runs/d.ts', '../../ui/allowed.ts'],
] as const

const targets = [
  'shared/contract/allowed.ts',
  'main/engine/engine.ts',
  ...['chunking', 'datasets', 'experiments', 'jobs'].map((domain) => `main/engine/${domain}/allowed.ts`),
  ...['lancedb', 'sqlite', 'zip'].map((adapter) => `main/adapters/${adapter}/allowed.ts`),
  ...['cli', 'rpc', 'web'].map((part) => `main/${part}/allowed.ts`),
  ...['features/compare', 'ui'].map((part) => `renderer/${part}/allowed.ts`),
  'test/support/allowed.ts',
]

describe('layer rules', () => {
  let folder = ''
  let reported: string[] = []
  let modules: string[] = []

  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rungs-layers-')))
    copyFileSync(join(repository, 'package.json'), join(folder, 'package.json'))
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction')
    for (const path of targets) writeModule(folder, path, `export const found = '${path}'\n`)
    writeModule(folder, 'main/adapters/sqlite/e.ts', `import type {} from './d.ts'\n`)
    for (const [path, target] of [...forbidden, ...allowed]) {
      // Types count as imports, too.
      writeModule(folder, path, path.endsWith('.ts') ? `import type {} from '${target}'\n` : `import '${target}'\n`)
    }
    const result = await cruiseLayers(folder)
    reported = violations(result)
    modules = productModules(result)
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test.each(forbidden)('%s must not import %s: %s', (path, _target, rule) => {
    expect(reported.filter((line) => line.startsWith(`${rule}: ${path} → `))).toHaveLength(1)
  })

  test.each(allowed)('%s may import %s', (path) => {
    expect(modules).toContain(path)
    expect(reported.filter((line) => line.includes(`: ${path} → `))).toEqual([])
  })

  test('every rule gives its reason and has an example here', () => {
    const rules = (config.forbidden ?? []).map(({ name, comment }) => ({
      name,
      hasReason: (comment ?? '').length > 30,
    }))
    expect(rules.filter(({ hasReason }) => !hasReason)).toEqual([])
    expect(rules.map(({ name }) => name).sort()).toEqual([...new Set(forbidden.map(([, , rule]) => rule))].sort())
  })
})

function writeModule(folder: string, path: string, text: string): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
