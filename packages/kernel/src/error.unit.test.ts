import { describe, expect, it } from 'vitest'
import { assertNever, invariant, InvariantError, TrmError } from './error.ts'
import { fail, ok } from './result.ts'

class SampleError extends TrmError<'SAMPLE_AWAY'> {
  override readonly name = 'SampleError'
  constructor(cause: unknown) {
    super('SAMPLE_AWAY', 'the sample is away', { attempt: 3 }, cause)
  }
}

describe('an error of ours', () => {
  it('has a code, a fixed message, scalars for an operator and its cause', () => {
    const cause = new Error('x')
    const error = new SampleError(cause)
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code, error.message]).toStrictEqual([
      'SampleError',
      'SAMPLE_AWAY',
      'the sample is away',
    ])
    expect(error.details).toStrictEqual({ attempt: 3 })
    expect(error.cause).toBe(cause)
  })

  it('does not show its cause when it is written down as JSON', () => {
    expect(JSON.stringify(new SampleError(new Error('Example Name')))).not.toContain('Example Name')
  })
})

describe('an invariant', () => {
  it('lets pass what holds', () => {
    expect(() => {
      invariant(true, 'test: holds')
    }).not.toThrow()
  })

  it('names itself, and only itself, where it does not hold', () => {
    const fault = caught(() => {
      invariant(false, 'test: does not hold')
    })
    expect(fault).toBeInstanceOf(InvariantError)
    expect(fault).toMatchObject({
      code: 'INVARIANT_BROKEN',
      details: { invariant: 'test: does not hold' },
    })
  })

  it('is what an impossible variant breaks, without repeating the variant', () => {
    const fault = caught(() => assertNever('Example Name' as never, 'test: unknown variant'))
    expect(fault).toMatchObject({ details: { invariant: 'test: unknown variant' } })
    expect(String(fault)).not.toContain('Example Name')
  })
})

function caught(act: () => void): unknown {
  try {
    act()
  } catch (fault) {
    return fault
  }
  return undefined
}

describe('a result', () => {
  it('is a value or a failure, and nothing beside it', () => {
    expect(ok(1)).toStrictEqual({ ok: true, value: 1 })
    expect(ok(undefined)).toStrictEqual({ ok: true, value: undefined })
    expect(fail({ kind: 'no' })).toStrictEqual({ ok: false, failure: { kind: 'no' } })
  })
})
