import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/app',
  outputDir: 'test-results',
  // Each test starts an Electron of its own; two at a time is what two cores carry.
  workers: 2,
  fullyParallel: true,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  // A busy machine may make a test run out of time; one that needed its second try is named.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  reporter: [['list']],
})
