import { defineConfig } from 'vitest/config'
import { SlowTestsFirst } from './test/support/slow-tests-first.ts'

export default defineConfig(({ mode }) => ({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', '**/node_modules/**'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A shared machine can stall a browser for seconds: that is waited for, and a test that needs its second try all the
    // same is reported as such.
    retry: process.env.CI ? 2 : 0,
    expect: { poll: { timeout: 20_000 } },
    pool: 'forks',
    maxWorkers: 2,
    // Loading the engine takes a second: each worker does it once for all of its files. Nothing here replaces modules.
    isolate: false,
    // Node runs the sources as they are, as it does outside of tests.
    experimental: { viteModuleRunner: false },
    env: { RUNGS_TEST_MODE: mode },
    sequence: { sequencer: SlowTestsFirst },
  },
}))
