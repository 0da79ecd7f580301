import { createPrivateKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { selfSignedCertificate } from './certificate.ts'

describe('a self-signed certificate', () => {
  const { key, certificate } = selfSignedCertificate()
  const parsed = new X509Certificate(certificate)

  it('is for this machine alone', () => {
    expect(parsed.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(parsed.checkHost('localhost')).toBe('localhost')
    expect(parsed.checkIP('127.0.0.2')).toBeUndefined()
    expect(parsed.checkHost('example.org')).toBeUndefined()
  })

  it('is signed with its own key, and with no other', () => {
    expect(parsed.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(parsed.verify(parsed.publicKey)).toBe(true)
    const other = new X509Certificate(selfSignedCertificate().certificate)
    expect(parsed.verify(other.publicKey)).toBe(false)
  })

  it('is valid now and for an hour', () => {
    expect(parsed.validFromDate.getTime()).toBeLessThan(Date.now())
    expect(parsed.validToDate.getTime()).toBeGreaterThan(Date.now())
    expect(parsed.validToDate.getTime()).toBeLessThanOrEqual(Date.now() + 3_600_000)
  })
})
