import { describe, expect, it } from 'vitest'
import { guarded } from './faults.ts'

/** As the engine throws it. */
const engineError = (errcode: number) => Object.assign(new Error('of the engine'), { errcode })

function outcomeOf(thrown: unknown): unknown {
  try {
    return guarded(() => {
      throw thrown
    })
  } catch (error) {
    return error
  }
}

describe('an error of the engine', () => {
  it.each([
    ['a file that somebody else has open', 5, 'VAULT_LOCKED'],
    ['a table that is locked', 6, 'VAULT_LOCKED'],
    ['a damaged file', 11, 'VAULT_DAMAGED'],
    ['a file that is no database', 26, 'VAULT_DAMAGED'],
    ['a disk that is full', 13, 'VAULT_UNAVAILABLE'],
    ['a write that failed, by its extended code', 778, 'VAULT_UNAVAILABLE'],
    ['a file that may only be read', 8, 'VAULT_UNAVAILABLE'],
    ['a file that cannot be opened', 14, 'VAULT_UNAVAILABLE'],
  ])('is a fault with a code: %s', (_what, errcode, code) => {
    const cause = engineError(errcode)
    expect(outcomeOf(cause)).toMatchObject({ name: 'VaultError', code, cause })
  })

  it.each([
    ['a constraint that we broke', engineError(19)],
    ['the engine misused', engineError(21)],
    ['no error of the engine', new RangeError('ours')],
  ])('goes on as it is, since it is a bug: %s', (_what, error) => {
    expect(outcomeOf(error)).toBe(error)
  })
})
