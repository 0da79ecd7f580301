import { temporaryFolder } from '@trm/ports/conformance'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { holding, ledgerWith } from './test-support/sample-ledger.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
const CASE = 'AAAAAAAAAAAAAAAAAAAAAA'
/** The agent answers nothing that can be read when it is asked for this one. */
const UNREADABLE = `${CASE.slice(1)}g`
const organisations = {
  versions: { at: 1 },
  organisations: [
    { id: 'at.vienna-cso', kind: 'cso', participant: 'at', names: { en: 'Vienna CSO' } },
    { id: 'rs.belgrade-cso', kind: 'cso', participant: 'rs', names: { en: 'Belgrade CSO' } },
  ],
}
const pages: Readonly<Record<string, object>> = {
  '/token': { access_token: 't', expires_in: 900 },
  '/directory/organisations': organisations,
  [`/timeline/cases/${CASE}/ledger`]: ledgerWith([holding()]),
  [`/timeline/cases/${UNREADABLE}/ledger`]: { canary: 'canary' },
}

type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** What `trm ledger` answers beside a network with one agent, that has one case. */
async function run(...words: readonly string[]): Promise<Ran> {
  await using folder = await temporaryFolder()
  const server = createServer((request, response) => {
    const page = pages[request.url ?? '']
    const body = page ?? { type: 'urn:trm:problem:case-unknown', status: 404 }
    response.writeHead(page === undefined ? 404 : 200).end(JSON.stringify(body))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const users = [{ clientId: 'c', clientSecret: 's', role: 'caseworker' }]
  const network = { issuer: url, agents: [{ organisation: 'at.vienna-cso', url, users }] }
  mkdirSync(join(folder.path, 'local'))
  writeFileSync(join(folder.path, 'local', 'network.json'), JSON.stringify(network))
  const env = { ...process.env, TRM_DATA: folder.path }
  const ran = await promisify(execFile)(process.execPath, [MAIN, 'ledger', ...words], { env })
    .then((answer) => ({ code: 0, ...answer }))
    .catch((error: unknown) => error as Ran)
  server.closeAllConnections()
  server.close()
  return { code: ran.code, stdout: ran.stdout, stderr: ran.stderr }
}

describe('trm ledger beside a network', () => {
  it('prints a table', async () => {
    const { code, stdout } = await run('--case', CASE)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Ledger of case A+ as held by at\.vienna-cso at /)
    expect(stdout).toMatch(/\nrs\.belgrade-cso {2}contact .* held, covered\n$/)
  })

  it('prints a page in a language, with the names of the directory', async () => {
    const { code, stdout } = await run('--case', CASE, '--language', 'sq-XK')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Kush çfarë mban për ju\n/)
    expect(stdout).toContain('\nBelgrade CSO (Serbi')
  })

  it.each<[string, readonly string[], string]>([
    ['a case that it does not have', ['--case', `${CASE.slice(1)}Q`], 'has this case'],
    ['an agent that gives no answer', ['--case', UNREADABLE], 'gives an answer'],
    [
      'an organisation that it does not have',
      ['--case', CASE, '--at', 'rs.x'],
      'no such organisation',
    ],
    ['a language without labels', ['--case', CASE, '--language', 'ro'], 'sr-Latn (srpski)'],
    ['no case', [], '--case takes a case reference'],
  ])('prints nothing for %s, and says so', async (_what, words, said) => {
    const { code, stdout, stderr } = await run(...words)
    expect({ code, stdout }).toStrictEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })
})
