import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many wait for real processes: one file at a time leaves even a small machine half idle.
    maxWorkers: 2,
  },
})
