import type { CaseReference } from '@trm/kernel'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { accessTokens } from './access-token.ts'
import { ApiError, createAgentClient } from './agent-client.ts'

const reference = 'AAAAAAAAAAAAAAAAAAAAAA' as CaseReference
const closing: (() => Promise<unknown>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

const answering = (status: number, body: string) =>
  serve((_request, response) => response.writeHead(status).end(body))

const clientAt = (url: string) => createAgentClient({ url, token: () => Promise.resolve('t') })

describe('the client of an agent', () => {
  it('gives what the contract promises', async () => {
    const url = await answering(200, '{"cases":[]}')
    expect(await clientAt(url).cases()).toEqual({ ok: true, value: { cases: [] } })
  })

  it('asks for the ledger of a case', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      seen.push(request.method, request.url)
      response.writeHead(404).end('{"type":"urn:trm:problem:case-unknown"}')
    })
    expect(await clientAt(url).ledger(reference)).toMatchObject({
      ok: false,
      failure: { kind: 'case-unknown', status: 404 },
    })
    expect(seen).toEqual(['GET', `/timeline/cases/${reference}/ledger`])
  })

  it('sends its token and the command as JSON', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      seen.push(request.method, request.url, request.headers.authorization)
      request.on('data', (bytes: Buffer) => seen.push(JSON.parse(bytes.toString())))
      request.on('end', () => response.writeHead(404).end('{"type":"urn:trm:problem:x"}'))
    })
    const command = { type: 'MarkReferralSeen', referral: 'r' } as never
    await clientAt(url).preview(reference, command)
    expect(seen).toEqual(['POST', `/casework/cases/${reference}/preview`, 'Bearer t', { command }])
  })

  it('says what somebody decided about what was refused', async () => {
    const seen: unknown[] = []
    const url = await serve((request, response) => {
      seen.push(request.method, request.url)
      request.pipe(response.writeHead(200))
    })
    expect(await clientAt(url).review('digest', 'release')).toEqual({
      ok: true,
      value: { decision: 'release' },
    })
    expect(seen).toEqual(['POST', '/exchange/quarantine/digest/review'])
  })

  it('asks what does not go on, and takes nothing else for the answer', async () => {
    const attention = { at: '2026-03-02T09:00:00.000Z', silent: [], gaps: [], toReview: 2 }
    const url = await answering(200, JSON.stringify(attention))
    expect(await clientAt(url).exchangeAttention()).toEqual({ ok: true, value: attention })
    const other = await answering(200, JSON.stringify({ ...attention, toReview: 'two' }))
    await expect(clientAt(other).exchangeAttention()).rejects.toMatchObject({
      code: 'API_UNREADABLE',
    })
  })

  it('returns a problem as a value, with its details', async () => {
    const url = await answering(
      409,
      '{"type":"urn:trm:problem:risk-not-assessed","status":409,"by":"rs.belgrade-cso"}',
    )
    expect(await clientAt(url).viewCase(reference)).toEqual({
      ok: false,
      failure: {
        kind: 'risk-not-assessed',
        status: 409,
        details: { status: 409, by: 'rs.belgrade-cso' },
      },
    })
  })

  it('knows no problem type that is not of this API', async () => {
    const url = await answering(500, '{"type":"about:blank"}')
    expect(await clientAt(url).cases()).toMatchObject({ ok: false, failure: { kind: 'unknown' } })
  })

  it.each([
    ['another shape', '{"cases":[{}]}'],
    ['a member too many', '{"cases":[],"more":1}'],
  ])('throws on %s', async (_what, body) => {
    const url = await answering(200, body)
    await expect(clientAt(url).cases()).rejects.toMatchObject({ code: 'API_UNREADABLE' })
  })

  it.each([
    ['something that is not JSON', () => answering(200, '<html>')],
    ['a port where nobody listens', () => Promise.resolve('http://127.0.0.1:1')],
  ])('throws on %s', async (_what, start) => {
    const asking = clientAt(await start()).cases()
    await expect(asking).rejects.toBeInstanceOf(ApiError)
    await expect(asking).rejects.toMatchObject({ code: 'API_UNREACHABLE' })
  })
})

describe('access tokens', () => {
  const credentials = { clientId: 'c', clientSecret: 's', audience: 'at.vienna-cso' }

  it('are asked for once while they last, with the credentials in a form', async () => {
    const forms: string[] = []
    const issuer = await serve((request, response) => {
      request.on('data', (bytes: Buffer) => forms.push(bytes.toString()))
      request.on('end', () => response.end('{"access_token":"one","expires_in":900}'))
    })
    const token = accessTokens({ issuer, ...credentials })
    expect([await token(), await token()]).toEqual(['one', 'one'])
    expect(forms).toEqual([
      'grant_type=client_credentials&client_id=c&client_secret=s&audience=at.vienna-cso',
    ])
  })

  it('are asked for again shortly before they run out', async () => {
    let count = 0
    const issuer = await serve((_request, response) => {
      count++
      response.end(`{"access_token":"t${String(count)}","expires_in":59}`)
    })
    const token = accessTokens({ issuer, ...credentials })
    expect([await token(), await token()]).toEqual(['t1', 't2'])
  })

  it.each([
    ['a refusal', 401, '{"error":"invalid_client"}', 'API_UNREADABLE'],
    ['no JSON', 200, 'no', 'API_UNREACHABLE'],
  ])('throw on %s', async (_what, status, body, code) => {
    const issuer = await answering(status, body)
    await expect(accessTokens({ issuer, ...credentials })()).rejects.toMatchObject({ code })
  })

  it('are not asked for somewhere else', async () => {
    const elsewhere = await answering(200, '{"access_token":"stolen","expires_in":900}')
    const issuer = await serve((_request, response) =>
      response.writeHead(307, { location: elsewhere }).end(),
    )
    const asking = accessTokens({ issuer, ...credentials })()
    await expect(asking).rejects.toMatchObject({ code: 'API_UNREACHABLE' })
  })
})
