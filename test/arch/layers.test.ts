import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cruiseLayers, productModules, repository, violations } from './cruise-layers.ts'

test('layers: every import keeps to the rules of .dependency-cruiser.mjs, and every module was read', async () => {
  const result = await cruiseLayers(repository)
  expect(violations(result)).toEqual([])

  const files = globSync('{main,renderer,shared}/**/*.{ts,tsx,mjs}', { cwd: repository })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
  expect(files.length).toBeGreaterThan(150)
  expect(
    productModules(result)
      .filter((path) => /[.](?:tsx?|mjs)$/.test(path))
      .sort(),
  ).toEqual(files)
  // Modules that were opened and found empty would pass every rule.
  expect(result.summary.totalDependenciesCruised).toBeGreaterThan(2 * files.length)
})
