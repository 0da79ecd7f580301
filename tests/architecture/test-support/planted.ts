import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { root } from './repository.ts'

const PLANTED = join(root, 'tests/architecture/planted')
const GROUPS = ['packages', 'services', 'infra']
const LIBRARIES = [
  '@eventstore/db-client',
  '@grpc/grpc-js',
  '@nats-io/transport-node',
  '@peculiar/asn1-schema',
  'csv-parse',
  'jose',
  'libsodium-wrappers',
  'nats',
  'pino',
  'saxes',
  'vitest',
  'zod',
]
const UNDECLARED = 'not-declared'

/**
 * A workspace made of the planted files, laid out as pnpm lays out a real one: packages are links
 * in `node_modules`, libraries lie in `node_modules/.pnpm`.
 *
 * @returns its folder, new and temporary
 */
export function plantedWorkspace(): string {
  const workspace = mkdtempSync(join(tmpdir(), 'trm-planted-'))
  cpSync(PLANTED, workspace, { recursive: true })
  const members = GROUPS.flatMap((group) =>
    readdirSync(join(workspace, group)).map((name) => ({
      name,
      folder: join(workspace, group, name),
    })),
  )
  const declared = [...LIBRARIES, ...members.map(({ name }) => `@trm/${name}`)]
  for (const { name, folder } of members) {
    writePackage(folder, `@trm/${name}`, './src/index.ts', declared)
    link(folder, join(workspace, 'node_modules/@trm', name))
  }
  for (const library of [...LIBRARIES, UNDECLARED]) {
    const stored = `node_modules/.pnpm/${library.replace('/', '+')}@1.0.0/node_modules/${library}`
    mkdirSync(join(workspace, stored), { recursive: true })
    writePackage(join(workspace, stored), library, './index.js', [])
    writeFileSync(join(workspace, stored, 'index.js'), 'export {}\n')
    link(join(workspace, stored), join(workspace, 'node_modules', library))
  }
  return workspace
}

function writePackage(folder: string, name: string, entry: string, uses: readonly string[]): void {
  const dependencies = Object.fromEntries(uses.map((library) => [library, '1.0.0']))
  const manifest = { name, version: '1.0.0', type: 'module', exports: { '.': entry }, dependencies }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path, 'dir')
}
