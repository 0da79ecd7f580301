import { describe, expect, it } from 'vitest'
import { asCaseworker, CANARY, NOW, testApp } from './test-support/test-app.ts'
import { createMetrics } from './metrics.ts'

describe('the probes', () => {
  it('say that the process is alive', async () => {
    const { app } = await testApp()
    expect((await app.inject('/health')).json()).toStrictEqual({ status: 'ok' })
  })

  it('say ready when every check does', async () => {
    const checks = [
      { name: 'store', isReady: () => true },
      { name: 'mailbox', isReady: async () => true },
    ]
    const { app } = await testApp({ checks })
    const answer = await app.inject('/ready')
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toStrictEqual({
      status: 'ready',
      at: NOW,
      checks: [
        { name: 'store', ready: true },
        { name: 'mailbox', ready: true },
      ],
    })
  })

  it.each([
    ['says no', () => false],
    ['throws', () => Promise.reject(new Error(CANARY))],
    ['throws at once', () => { throw new Error(CANARY) }], // prettier-ignore
  ])('say which check keeps it from being ready when one %s', async (_how, isReady) => {
    const checks = [
      { name: 'store', isReady: () => true },
      { name: 'mailbox', isReady },
    ]
    const { app, logged } = await testApp({ checks })
    const answer = await app.inject('/ready')
    expect(answer.statusCode).toBe(503)
    expect(answer.json()).toMatchObject({
      type: 'urn:trm:problem:not-ready',
      checks: [
        { name: 'store', ready: true },
        { name: 'mailbox', ready: false },
      ],
    })
    expect(answer.body + logged.join('')).not.toContain(CANARY)
  })
})

describe('the metrics', () => {
  it('measure requests by route pattern, method and class of status, and the process', async () => {
    const { app } = await testApp()
    await app.inject({ url: '/me', headers: asCaseworker })
    await app.inject('/me')
    await app.inject(`/throws/${encodeURIComponent(CANARY)}`)
    await app.inject(`/${encodeURIComponent(CANARY)}`)
    const { payload, headers } = await app.inject('/metrics')
    expect(headers['content-type']).toContain('text/plain')
    // The process measures its own garbage collection, too, whenever there is some.
    const counts = payload
      .split('\n')
      .filter((line) => line.startsWith('http_') && line.includes('_seconds_count'))
    expect(counts).toStrictEqual([
      'http_request_duration_seconds_count{route="/me",method="GET",status="2xx"} 1',
      'http_request_duration_seconds_count{route="/me",method="GET",status="4xx"} 1',
      'http_request_duration_seconds_count{route="/throws/:what",method="GET",status="4xx"} 1',
      'http_request_duration_seconds_count{route="unmatched",method="GET",status="4xx"} 1',
    ])
    expect(payload).toMatch(/^process_resident_memory_bytes [1-9]\d+$/m)
    expect(payload).not.toMatch(/canary/i)
  })

  it('are those of the application and not of its neighbours', async () => {
    const [one, other] = [await testApp(), await testApp()]
    await one.app.inject('/open')
    expect((await other.app.inject('/metrics')).payload).not.toContain('route="/open"')
  })

  it('take what a service counts itself', async () => {
    const metrics = createMetrics()
    const count = metrics.counter('trm_opened_total', 'Opened messages', ['outcome'])
    metrics.gauge('trm_waiting', 'Waiting messages', () => 7)
    count({ outcome: 'done' })
    count({ outcome: 'done' }, 2)
    const { app } = await testApp({ metrics })
    const { payload } = await app.inject('/metrics')
    expect(payload).toContain('trm_opened_total{outcome="done"} 3')
    expect(payload).toContain('trm_waiting 7')
  })

  it('refuse a label that was not announced', () => {
    const count = createMetrics().counter('trm_x_total', 'X', ['outcome'])
    expect(() => count({ person: CANARY })).toThrow(/label/)
  })
})
