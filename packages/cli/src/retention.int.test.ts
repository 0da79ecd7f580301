import { temporaryFolder } from '@trm/ports/conformance'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { retention } from './retention.ts'

const report = {
  organisation: 'rs.belgrade-cso',
  policy: 'rs-start.2',
  execute: false,
  at: '2027-04-02T10:00:00.000Z',
  cases: [],
  unreadable: 0,
}

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(closing.splice(0).map((close) => close()))
})

type Asked = { readonly url: string | undefined; readonly authorization: string | undefined }

/** What answers for an agent and its issuer, and the file by which the command line finds them. */
async function running(answer: string, status = 200): Promise<readonly Asked[]> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const { url, headers } = request
    const { authorization } = headers
    if (url === '/token') {
      void text(request).then((form) => {
        const token = `of-the-${new URLSearchParams(form).get('client_id') ?? ''}`
        response.end(JSON.stringify({ access_token: token, expires_in: 300 }))
      })
      return
    }
    asked.push({ url, authorization })
    response.writeHead(status).end(answer)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  const folder = await temporaryFolder()
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
    await folder[Symbol.asyncDispose]()
  })
  const users = ['caseworker', 'auditor'].map((role) => ({
    clientId: role,
    clientSecret: 'secret',
    role,
  }))
  const network = { issuer: url, agents: [{ organisation: 'rs.belgrade-cso', url, users }] }
  mkdirSync(join(folder.path, 'local'))
  writeFileSync(join(folder.path, 'local/network.json'), JSON.stringify(network))
  vi.stubEnv('TRM_DATA', folder.path)
  return asked
}

describe('trm retention', () => {
  it('asks the agent of the organisation as a user that is signed in there', async () => {
    const asked = await running(JSON.stringify(report))
    const { output } = (await retention(['--at', 'rs.belgrade-cso'])) as { output: string }
    expect(output).toMatch(/^Retention at rs\.belgrade-cso on 2027-04-02, .*\n\nnothing is due\n/)
    expect(asked).toStrictEqual([
      { url: '/casework/retention', authorization: 'Bearer of-the-auditor' },
    ])
  })

  it('prints the whole answer in one line, with --json', async () => {
    await running(JSON.stringify(report))
    expect(await retention(['--at', 'rs.belgrade-cso', '--json'])).toStrictEqual({
      output: `${JSON.stringify(report)}\n`,
    })
  })

  it.each([
    ['refuses to', '{"type":"urn:trm:problem:forbidden","status":403}', 403],
    ['answers something else', '{"cases":"canary"}', 200],
  ])('says that there is no answer where the agent %s', async (_case, answer, status) => {
    await running(answer, status)
    await expect(retention(['--at', 'rs.belgrade-cso'])).rejects.toMatchObject({
      code: 'AGENT_AWAY',
      message: expect.not.stringContaining('canary') as string,
    })
  })

  it('knows only the organisations of the networks that run here', async () => {
    await running(JSON.stringify(report))
    await expect(retention([])).rejects.toMatchObject({ code: 'NETWORK_UNKNOWN_ORGANISATION' })
    await using empty = await temporaryFolder()
    vi.stubEnv('TRM_DATA', empty.path)
    await expect(retention([])).rejects.toMatchObject({ code: 'NETWORK_NOT_RUNNING' })
  })

  it.each([['rs.belgrade-cso'], ['--case', 'x'], ['--at'], ['--json', 'yes']])(
    'says what it takes: %j',
    async (...words) => {
      expect(await retention(words)).toStrictEqual({ problem: 'retention takes --at and --json' })
    },
  )
})
