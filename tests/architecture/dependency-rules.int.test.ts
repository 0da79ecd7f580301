import { globSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { cruise } from './test-support/dependency-cruise.ts'
import { plantedWorkspace } from './test-support/planted.ts'
import { filesBelow, foldersIn, root } from './test-support/repository.ts'

const GROUPS = ['packages', 'services', 'infra']

const rules = z
  .object({ forbidden: z.array(z.object({ name: z.string(), from: z.unknown() })) })
  .parse(createRequire(import.meta.url)(`${root}/.dependency-cruiser.cjs`)).forbidden

describe('the dependency rules, on planted violations', () => {
  const workspace = plantedWorkspace()
  afterAll(() => {
    rmSync(workspace, { recursive: true })
  })
  const { violations } = cruise(workspace, GROUPS).summary
  const planted = globSync('*/*/src/violations/*.ts', { cwd: workspace })

  it('are exactly those that a file is planted for', () => {
    const files = planted.map((path) => basename(path, '.ts'))
    expect(files.toSorted()).toStrictEqual(rules.map(({ name }) => name).toSorted())
  })

  it.each(rules.map(({ name }) => name))('report %s in the file that is named after it', (name) => {
    const files = violations.filter(({ rule }) => rule.name === name).map(({ from }) => from)
    expect(files.map((path) => basename(path, '.ts'))).toContain(name)
  })

  it('report nothing in the files that keep them', () => {
    expect(violations.filter(({ from }) => !planted.includes(from))).toStrictEqual([])
  })
})

describe('the dependency rules, on the repository', () => {
  const result = cruise(root, [...GROUPS, 'tests'])
  const seen = new Set(result.modules.map(({ source }) => source))

  it('are kept', () => {
    expect(result.summary.violations).toStrictEqual([])
  })

  it('have looked at every source file', () => {
    const files = GROUPS.flatMap((group) => filesBelow(group)).filter((path) =>
      path.endsWith('.ts'),
    )
    expect(files.length).toBeGreaterThan(40)
    expect(files.filter((path) => !seen.has(path))).toStrictEqual([])
  })

  it('have followed an import from one package into another', () => {
    const clock = result.modules.find(({ source }) => source === 'packages/ports/src/clock.ts')
    expect(clock?.dependencies).toStrictEqual([{ resolved: 'packages/kernel/src/index.ts' }])
  })

  it('name every package', () => {
    const named = new Set(rules.map(({ name }) => name))
    const unnamed = foldersIn('packages').filter(
      (name) => !named.has(`${name.replace(/^adapter-.*/, 'adapter')}-imports`),
    )
    expect(unnamed).toStrictEqual([])
  })
})
