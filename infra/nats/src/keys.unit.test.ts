import { expect, it } from 'vitest'
import { createLinkPassword, createNkey, inboxPrefixOf, isUserPublicKey } from './keys.ts'

it('makes a new key of a user each time', () => {
  const [one, other] = [createNkey(), createNkey()]
  expect(one.seed).toMatch(/^SU[A-Z2-7]{56}$/)
  expect(one.publicKey).toMatch(/^U[A-Z2-7]{55}$/)
  expect(one.publicKey).not.toBe(other.publicKey)
  expect(isUserPublicKey(one.publicKey)).toBe(true)
})

it('takes nothing else for the public key of a user', () => {
  const { seed, publicKey } = createNkey()
  const misspelt = `${publicKey.slice(0, -1)}${publicKey.endsWith('A') ? 'B' : 'A'}`
  for (const text of ['', 'U', seed, misspelt, publicKey.toLowerCase(), ` ${publicKey}`]) {
    expect(isUserPublicKey(text)).toBe(false)
  }
})

it('makes link passwords of 256 bits that are safe in an address', () => {
  expect(createLinkPassword()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(createLinkPassword()).not.toBe(createLinkPassword())
})

it('gives every key a reply prefix of its own', () => {
  const [one, other] = [createNkey(), createNkey()]
  expect(inboxPrefixOf(one.publicKey)).not.toBe(inboxPrefixOf(other.publicKey))
})
