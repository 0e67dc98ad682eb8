import { defineConfig } from 'vitest/config'

/** Tests of the rotation functions against servers that they start themselves. */
export default defineConfig({
  test: {
    include: ['test/databases/**/*.test.ts'],
    globalSetup: ['test/databases/support/run-folder.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { requireAssertions: true },
    restoreMocks: true,
    unstubEnvs: true,
  },
})
