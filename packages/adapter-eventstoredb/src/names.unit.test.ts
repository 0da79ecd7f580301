import { InvariantError } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { claimStream, requireStreamName, uuidOf } from './names.ts'

describe('the UUID of an event id', () => {
  it('is of version 8 and made of the SHA-256 of the id', () => {
    // printf abc | sha256sum: ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
    expect(uuidOf('abc')).toBe('ba7816bf-8f01-8fea-8141-40de5dae2223')
  })

  it('differs for ids that differ only in case', () => {
    expect(uuidOf('a')).not.toBe(uuidOf('A'))
  })
})

describe('the name of a stream', () => {
  it.each(['case-1', 'TRM-ID-1', 'trm-idea', 'a$b', ' '])('may be %s', (name) => {
    expect(() => {
      requireStreamName(name)
    }).not.toThrow()
  })

  it.each(['', '$all', '$$case-1', claimStream('abc'), 'trm-id-'])('may not be "%s"', (name) => {
    expect(() => {
      requireStreamName(name)
    }).toThrow(InvariantError)
  })
})
