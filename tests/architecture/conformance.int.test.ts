import { describe, expect, it } from 'vitest'
import { filesBelow, foldersIn, isTest, textOf } from './test-support/repository.ts'

/** Ports that an adapter stands behind. The clock and the directory's view are read, never adapted. */
const READ_ONLY_PORTS = ['Clock', 'Directory']

const kebab = (name: string) => name.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()
const camel = (name: string) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`

const portFiles = filesBelow('packages/ports/src').filter((path) => !isTest(path))
const ports = portFiles
  .flatMap((path) => [...textOf(path).matchAll(/^export interface (\w+)/gm)])
  .flatMap(([, name]) => (name === undefined || READ_ONLY_PORTS.includes(name) ? [] : [name]))

const suiteIndex = textOf('packages/ports/conformance/index.ts')
const adapters = foldersIn('packages').filter((name) => name.startsWith('adapter-'))

/** The text of every test in a package. */
function testsOf(adapter: string): string {
  return filesBelow(`packages/${adapter}`).filter(isTest).map(textOf).join('\n')
}

/** The ports whose interface a package's sources import from the ports package. */
function portsOf(adapter: string): readonly string[] {
  const source = filesBelow(`packages/${adapter}/src`)
    .filter((path) => !isTest(path))
    .map(textOf)
    .join('\n')
  const imported = [...source.matchAll(/import (?:type )?\{([^}]*)\} from '@trm\/ports'/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.replace(/^\s*type /, '').trim())
  return ports.filter((port) => imported.includes(port))
}

describe('the conformance suites', () => {
  it('find the ports', () => {
    expect(ports).toStrictEqual(expect.arrayContaining(['EventStore', 'Mailbox', 'Vault']))
  })

  it.each(ports)('have one for %s', (port) => {
    expect(suiteIndex).toContain(`${camel(port)}Conformance`)
    expect(filesBelow('packages/ports/conformance')).toContain(
      `packages/ports/conformance/${kebab(port)}.ts`,
    )
  })

  it.each(adapters)('are run by %s, for every port that it implements', (adapter) => {
    const implemented = portsOf(adapter)
    const run = testsOf(adapter)
    expect(implemented).not.toStrictEqual([])
    expect(implemented.filter((port) => !run.includes(`${camel(port)}Conformance(`))).toStrictEqual(
      [],
    )
  })
})
