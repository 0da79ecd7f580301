import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { listen, ListenError } from './http-listen.ts'
import { asCaseworker, CANARY, testApp } from './test-support/test-app.ts'
import type { HttpApp } from './http-app.ts'
import type { HttpAppOptions } from './http.ts'

const LOCAL = { host: '127.0.0.1', port: 0 }

const open: HttpApp[] = []
afterEach(async () => {
  await Promise.all(open.splice(0).map((app) => app.close()))
})

async function listening(overrides: Partial<HttpAppOptions> = {}) {
  const { app, logged } = await testApp(overrides)
  open.push(app)
  const url = await listen(app, LOCAL)
  return { app, logged, url }
}

/** Sends bytes as they are and reads until the server hangs up. */
async function sendRaw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), LOCAL.host)
  socket.write(bytes)
  return readAll(socket)
}

async function readAll(socket: Socket): Promise<string> {
  let received = ''
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()))
  // A server that hangs up at once may reset the connection; what it said before still counts.
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return received
}

describe('over a socket', () => {
  it.each([
    ['what is not HTTP', `${CANARY}\r\n\r\n`, 400, 'malformed-request'],
    [
      'headers without end',
      `GET / HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers-too-large',
    ],
    [
      'a path that does not decode',
      `GET /%ff${CANARY.slice(0, 6)} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
      400,
      'malformed-request',
    ],
    [
      'two lengths',
      `POST /things HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n${CANARY}`,
      400,
      'malformed-request',
    ],
  ])('%s gets a problem, too', async (_what, bytes, status, kind) => {
    // prettier-ignore
    const { url, logged } = await listening()
    const received = await sendRaw(url, bytes)
    expect(received).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(received).toMatch(/content-type: application\/problem\+json/i)
    expect(received).toContain(`"type":"urn:trm:problem:${kind}"`)
    expect(received + logged.join('')).not.toMatch(/canary/i)
  })

  it('a caller who hangs up in the middle of a body is no fault of ours', async () => {
    const { url, logged } = await listening()
    const socket = connect(Number(new URL(url).port), LOCAL.host)
    const authorization = asCaseworker.authorization
    socket.write(
      `POST /things HTTP/1.1\r\nhost: a\r\nauthorization: ${authorization}\r\n` +
        `content-type: application/json\r\ncontent-length: 1000\r\n\r\n{`,
    )
    socket.resume()
    await once(socket, 'connect')
    socket.end()
    await once(socket, 'close')
    expect((await fetch(`${url}/health`)).status).toBe(200)
    expect(logged.join('')).not.toContain('http.fault')
  })

  it('finishes what is under way when it closes, and refuses what comes after', async () => {
    const { app } = await testApp()
    open.push(app)
    const entered = Promise.withResolvers<undefined>()
    const gate = Promise.withResolvers<undefined>()
    app.get('/slow', { config: { public: true } }, async () => {
      entered.resolve(undefined)
      await gate.promise
      return { done: true }
    })
    const refused = Promise.withResolvers<undefined>()
    app.addHook('onSend', async (_request, reply) => {
      if (reply.statusCode === 503) refused.resolve(undefined)
    })
    const url = await listen(app, LOCAL)
    const socket = connect(Number(new URL(url).port), LOCAL.host)
    const get = (path: string) => socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`)
    get('/slow')
    const received = readAll(socket)
    await entered.promise
    const closed = app.close()
    get('/open')
    await refused.promise
    gate.resolve(undefined)
    await closed
    expect(await received).toMatch(
      /^HTTP\/1.1 200 [^]*"done":true[^]*HTTP\/1.1 503 [^]*unavailable/,
    )
  })

  it('a readiness check that never answers is a no', async () => {
    const isReady = () => new Promise<boolean>(() => undefined)
    const { url } = await listening({ checks: [{ name: 'store', isReady }] })
    const answer = await fetch(`${url}/ready`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ checks: [{ name: 'store', ready: false }] })
  })

  it('a handler that never answers is cut off by the deadline of its route', async () => {
    const { app, logged } = await testApp()
    open.push(app)
    const options = { config: { public: true }, handlerTimeout: 50 } as const
    app.get('/never', options, () => new Promise(() => undefined))
    const answer = await fetch(`${await listen(app, LOCAL)}/never`)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ type: 'urn:trm:problem:unavailable' })
    expect(logged.join('')).toContain('FST_ERR_HANDLER_TIMEOUT')
  })
})

describe('the page at /docs', () => {
  it('loads, under its own policy, nothing but files of this server', async () => {
    const { url } = await listening()
    const page = await fetch(`${url}/docs`)
    const html = await page.text()
    const policy = page.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    // Over plain HTTP this would turn every file of the page into a failed request.
    expect(policy).not.toContain('upgrade-insecure-requests')
    expect(html).not.toMatch(/<script>|<style>| on\w+=|https?:\/\//)
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '')
    expect(files.length).toBeGreaterThanOrEqual(5)
    for (const path of files) {
      const file = await fetch(url + path)
      expect(file.status, path).toBe(200)
      expect((await file.arrayBuffer()).byteLength, path).toBeGreaterThan(0)
    }
  })
})

describe('listen', () => {
  it('says where it listens, and in the log only that it does', async () => {
    const { url, logged } = await listening()
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(logged.map((line) => (JSON.parse(line) as { msg: string }).msg)).toContain(
      'http.listening',
    )
  })

  it('refuses a port that is taken', async () => {
    const { url } = await listening()
    const { app } = await testApp()
    const port = Number(new URL(url).port)
    const refused = await listen(app, { ...LOCAL, port }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ListenError)
    expect(refused).toMatchObject({ code: 'HTTP_PORT_TAKEN', details: { port } })
  })

  it('refuses an address that this machine does not have', async () => {
    const { app } = await testApp()
    // TEST-NET-1, RFC 5737: documentation only.
    const refused = listen(app, { host: '192.0.2.1', port: 0 })
    await expect(refused).rejects.toMatchObject({ code: 'HTTP_HOST_UNKNOWN' })
  })
})
