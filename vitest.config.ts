import { defineConfig } from 'vitest/config'

const FOLDERS = '{packages,services,infra,tests}'

/** One project per cost: `npm test -- --project unit` needs no file, no server and no clock. */
const level = (name: string) => ({
  extends: true as const,
  test: {
    name,
    include: [`${FOLDERS}/**/*.${name}.test.ts`],
    exclude: ['**/node_modules/**', 'tests/architecture/planted/**'],
  },
})

export default defineConfig({
  test: {
    projects: [level('unit'), level('int')],
    passWithNoTests: false,
    allowOnly: false,
    retry: 0,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    teardownTimeout: 10_000,
    // node:sqlite is experimental in name only.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    reporters: ['default'],
  },
})
