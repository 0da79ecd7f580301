import { InvariantError, TrmError } from '@trm/kernel'
import { errorCodes } from 'fastify'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLogger, type Logger } from './log.ts'

const CANARY = 'Canary Person'
const CANARY_CODE = 'CANARYPERSON'
const HERE: unknown = expect.stringMatching(/log\.unit\.test\.ts:\d+:\d+$/)

class SampleError extends TrmError<'SAMPLE'> {
  override readonly name = 'SampleError'
  constructor(cause: unknown, details: TrmError['details'] = {}) {
    super('SAMPLE', 'a sample failed', details, cause)
  }
}

/** Everything written, as text. */
function capture(write: (logger: Logger) => void): string {
  let written = ''
  const destination = { write: (line: string) => void (written += line) }
  write(createLogger({ level: 'trace', service: 'sample', destination }))
  return written
}

/** What a call site without types may hand in; the web framework is one. */
type Untyped = Record<string, (...given: unknown[]) => unknown>
const untyped = (logger: Logger) => logger as unknown as Untyped

function withStack(stack: string, message = 'x'): Error {
  return Object.assign(new Error(message), { stack })
}

const throwing = {
  get err(): never {
    throw new Error(CANARY)
  },
}

const ways: readonly [string, (log: Untyped, logger: Logger) => unknown][] = [
  ['an unknown field', (log) => log['info']?.({ person: { name: CANARY } }, 'inbox.opened')],
  ['a deep field', (log) => log['info']?.({ a: { b: { c: CANARY } } }, 'inbox.opened')],
  ['an object in an allowed field', (log) => log['info']?.({ kind: { CANARY } }, 'inbox.opened')],
  ['a list in an allowed field', (log) => log['info']?.({ reason: [CANARY] }, 'inbox.opened')],
  ['prose in an allowed field', (log) => log['info']?.({ reason: CANARY }, 'inbox.opened')],
  ['text where a number belongs', (log) => log['info']?.({ count: CANARY }, 'inbox.opened')],
  ['a URL for a route', (log) => log['info']?.({ route: `/x?q=${CANARY}` }, 'http.request')],
  ['a case reference', (log) => log['info']?.({ case: CANARY, caseReference: CANARY }, 'a.b')],
  ['a stream', (log) => log['info']?.({ streamId: `case-${CANARY}` }, 'store.read')],
  ['the message', (log) => log['info']?.(`accepted ${CANARY}`)],
  ['a message after a known area', (log) => log['info']?.(`inbox.${CANARY}`)],
  ['the message with fields', (log) => log['info']?.({ count: 1 }, `accepted ${CANARY}`)],
  ['format arguments', (log) => log['info']?.('inbox.opened %s', CANARY)],
  ['arguments after the message', (log) => log['info']?.({}, 'inbox.opened', CANARY, { CANARY })],
  [
    'fields named msg, level and time',
    (log) => log['info']?.({ msg: CANARY, time: CANARY }, 'a.b'),
  ],
  ['a Map', (log) => log['info']?.(new Map([['err', CANARY]]), 'inbox.opened')],
  ['a Set', (log) => log['info']?.({ kind: new Set([CANARY]) }, 'inbox.opened')],
  ['a symbol key', (log) => log['info']?.({ [Symbol(CANARY)]: CANARY }, 'inbox.opened')],
  ['a symbol value', (log) => log['info']?.({ kind: Symbol(CANARY) }, 'inbox.opened')],
  ['a function', (log) => log['info']?.({ kind: () => CANARY }, 'inbox.opened')],
  ['toJSON on the fields', (log) => log['info']?.({ toJSON: () => CANARY }, 'inbox.opened')],
  ['toJSON in a field', (log) => log['info']?.({ kind: { toJSON: () => CANARY } }, 'inbox.opened')],
  ['a getter', (log) => log['info']?.({ get reason() { return CANARY } }, 'inbox.opened')], // prettier-ignore
  ['a getter that throws', (log) => log['info']?.(throwing, 'inbox.opened')],
  ['an inherited field', (log) => log['info']?.(Object.create({ reason: 'canary' }), 'a.b')],
  ['a string object', (log) => log['info']?.({ kind: new String(CANARY) }, 'inbox.opened')],
  ['a big number as text', (log) => log['info']?.({ revision: `${CANARY}1` }, 'inbox.opened')],
  ['a bare error', (log) => log['error']?.(new Error(CANARY))],
  ['an error without a message', (log) => log['error']?.({ err: new Error(CANARY) })],
  ['a thrown text', (log) => log['error']?.({ err: CANARY }, 'process.fault')],
  ['a thrown object', (log) => log['error']?.({ err: { message: CANARY } }, 'process.fault')],
  [
    'properties of a foreign error',
    (log) => log['error']?.(Object.assign(new Error('x'), { payload: { sub: CANARY } }), 'a.b'),
  ],
  ['the name of an error', (log) => log['error']?.(Object.assign(new Error(), { name: CANARY }))],
  [
    'a foreign code',
    (log) => log['error']?.(Object.assign(new Error(), { code: CANARY_CODE }), 'process.fault'),
  ],
  ['a cause', (log) => log['error']?.({ err: new Error('x', { cause: CANARY }) }, 'process.fault')],
  ['a cause of ours', (log) => log['error']?.(new SampleError(new Error(CANARY)), 'process.fault')],
  [
    'an object in the details of ours',
    (log) => log['error']?.(new SampleError('x', { a: { CANARY } } as never), 'process.fault'),
  ],
  [
    'inner errors',
    (log) => log['error']?.(new AggregateError([new Error(CANARY)], CANARY), 'process.fault'),
  ],
  [
    'a suppressed error',
    (log) => log['error']?.(new SuppressedError(new Error(CANARY), CANARY, CANARY), 'a.b'),
  ],
  [
    'a validation error',
    (log) =>
      log['error']?.({ err: z.strictObject({}).safeParse({ [CANARY]: CANARY }).error }, 'a.b'),
  ],
  [
    'an error of the web framework',
    (log) => log['error']?.(new errorCodes.FST_ERR_BAD_URL(CANARY), 'http.fault'),
  ],
  ['an imitated frame', (log) => log['error']?.(new Error(`x\n    at ${CANARY}`))],
  [
    'an imitated frame with a location',
    (log) => log['error']?.(new Error(`x\n    at f (/${CANARY_CODE}.ts:1:1)`)),
  ],
  [
    'an imitated frame after the message was cleared',
    (log) => {
      const error = new Error(`x\n    at f (/${CANARY_CODE}.ts:1:1)`)
      expect(error.stack).toContain(CANARY_CODE)
      error.message = ''
      log['error']?.(error)
    },
  ],
  [
    'an imitated frame after the message was changed',
    (log) => {
      const error = new Error(`x\n    at f (/${CANARY_CODE}.ts:1:1)`)
      expect(error.stack).toContain(CANARY_CODE)
      error.message = 'y'
      log['error']?.(error)
    },
  ],
  ['a stack of its own', (log) => log['error']?.(withStack(`${CANARY}\n    at ${CANARY}`))],
  ['a function name in a stack', (log) => log['error']?.(withStack(`Error: x\n    at ${CANARY} (/a.ts:1:1)`))], // prettier-ignore
  [
    'a child binding',
    (_log, logger) => logger.child({ person: CANARY } as never).info('inbox.opened'),
  ],
  [
    'a grandchild binding',
    (_log, logger) =>
      logger
        .child({ count: 1 })
        .child({ person: CANARY } as never)
        .info('inbox.opened'),
  ],
  [
    'a message prefix',
    (_log, logger) => logger.child({}, { msgPrefix: CANARY } as never).info('inbox.opened'),
  ],
  [
    'a serializer of a child',
    (_log, logger) =>
      logger
        .child({}, { serializers: { kind: () => CANARY } } as never)
        .info({ kind: 'a' }, 'http.x'),
  ],
  [
    'a custom level of a child',
    (_log, logger) => logger.child({}, { level: CANARY }).info('http.x'),
  ],
]

describe('a log line', () => {
  it.each(ways)('does not repeat %s', (_way, write) => {
    const written = capture((logger) => write(untyped(logger), logger))
    expect(written).toMatch(/^\{"level":"(info|error)".*\}\n$/)
    expect(written).not.toMatch(/canary/i)
  })

  it.each([
    ...['attempt', 'code', 'count', 'durationMs', 'err', 'eventId', 'eventType', 'kind', 'method'],
    ...['organisation', 'participant', 'port', 'reason', 'reqId', 'revision', 'route'],
    ...['sizeBytes', 'status'],
  ])('does not repeat prose in the field %s', (name) => {
    const written = capture((logger) => untyped(logger)['info']?.({ [name]: CANARY }, 'http.x'))
    expect(written).not.toMatch(/canary/i)
  })

  it('tells the allowed fields of the allowed shape', () => {
    const fields = {
      attempt: 2,
      code: 'STORE_AWAY',
      count: 3,
      durationMs: 1.5,
      eventId: 'A'.repeat(43),
      eventType: 'ReferralAccepted',
      kind: 'held-back',
      method: 'POST',
      organisation: 'at.vienna-cso',
      participant: 'at',
      port: 8080,
      reason: 'signature-invalid',
      reqId: '0b0ad1f4-7f0c-4c33-9d6f-0f6c0d3c2e11',
      revision: 12n,
      route: '/cases/:case/events',
      sizeBytes: 2048,
      status: 409,
    }
    const line: unknown = JSON.parse(capture((logger) => logger.info(fields, 'inbox.opened')))
    expect(line).toStrictEqual({
      ...fields,
      revision: '12',
      level: 'info',
      service: 'sample',
      msg: 'inbox.opened',
      time: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    })
  })

  it('tells code, details and places of an error of ours', () => {
    const error = new SampleError(undefined, { port: 1, isOpen: true, host: 'a' })
    const line = JSON.parse(capture((logger) => logger.error(error, 'process.fault'))) as unknown
    expect(line).toMatchObject({
      err: {
        name: 'SampleError',
        code: 'SAMPLE',
        details: { port: 1, isOpen: true, host: 'a' },
        frames: expect.arrayContaining([HERE]) as unknown,
      },
    })
  })

  it.each([
    ['a bug of ours', () => new InvariantError('sample: holds'), 'InvariantError'],
    ['a foreign error', () => new TypeError('x'), 'TypeError'],
    ['a foreign error without a message', () => new RangeError(), 'RangeError'],
    ['a message over several lines', () => new RangeError('a\n\n  b'), 'RangeError'],
  ])('tells where %s was thrown', (_kind, make, name) => {
    const line = JSON.parse(capture((logger) => logger.error(make(), 'process.fault'))) as unknown
    expect(line).toMatchObject({ err: { name, frames: expect.arrayContaining([HERE]) as unknown } })
  })

  it('tells the code of a system error', () => {
    const error = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
    const line = JSON.parse(capture((logger) => logger.error(error, 'process.fault'))) as unknown
    expect(line).toMatchObject({ err: { name: 'Error', code: 'ECONNREFUSED' } })
  })

  it('carries what its child logger was given', () => {
    const line = JSON.parse(
      capture((logger) => logger.child({ organisation: 'at.vienna-cso' }).info('http.x')),
    ) as unknown
    expect(line).toMatchObject({ organisation: 'at.vienna-cso', service: 'sample' })
  })

  it('names a message outside the catalogue as such', () => {
    const written = capture((logger) => untyped(logger)['info']?.('hello'))
    expect(written).toContain('"msg":"process.uncatalogued"')
  })

  it('is not written below the level, which may change', () => {
    const written = capture((logger) => {
      logger.level = 'warn'
      logger.info('http.one')
      logger.warn('http.two')
    })
    expect(written).not.toContain('http.one')
    expect(written).toContain('http.two')
  })
})
