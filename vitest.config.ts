import { defineConfig } from 'vitest/config'

export default defineConfig({
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
  },
})
