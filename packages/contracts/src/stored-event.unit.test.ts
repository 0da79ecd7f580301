import { describe, expect, it } from 'vitest'
import { storedEvent } from './stored-event.ts'
import { digest, someToken, vienna } from './test-support/samples.ts'

const section = {
  name: 'identity',
  digest: digest(1),
  keyId: 'k1',
  nonce: 'AAAA',
  ciphertext: 'AAAA',
}
const own = {
  v: 1,
  jws: 'a.b.c',
  grants: ['WyJ4Il0'],
  clauses: [],
  sections: [section],
  origin: { kind: 'own', command: someToken, role: 'caseworker' },
}

describe('a stored event', () => {
  it.each<[string, object]>([
    ['an own one', own],
    ['a received one', { ...own, origin: { kind: 'received', from: vienna } }],
    ['one without personal data', { ...own, sections: [] }],
  ])('is read as it is: %s', (_case, value) => {
    expect(storedEvent.parse(value)).toStrictEqual(value)
  })

  it.each<[string, object]>([
    ['another version', { v: 2 }],
    ['a value in clear beside its ciphertext', { sections: [{ ...section, value: {} }] }],
    ['a section that is none', { sections: [{ ...section, name: 'everything' }] }],
    ['a ciphertext that is empty', { sections: [{ ...section, ciphertext: '' }] }],
    ['a ciphertext that is not base64url', { sections: [{ ...section, ciphertext: 'a+b=' }] }],
    ['a grant that is not base64url', { grants: ['{"to":"x"}'] }],
    ['no origin', { origin: undefined }],
    ['an origin that is both', { origin: { ...own.origin, from: vienna } }],
    ['the acting person', { origin: { ...own.origin, user: 'u1' } }],
    ['a field more', { note: 'x' }],
  ])('is refused: %s', (_case, changes) => {
    expect(storedEvent.safeParse({ ...own, ...changes }).success).toBe(false)
  })
})
