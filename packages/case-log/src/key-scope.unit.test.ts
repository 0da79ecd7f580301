import type { StoredEvent } from '@trm/contracts'
import type { CaseEvent } from '@trm/domain'
import type { EventId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { keyScope } from './key-scope.ts'
import { BELGRADE, SKOPJE, VIENNA } from './test-support.ts'

const basis = { kind: 'consent', consent: 'next' as EventId, clause: 'c1' } as const
const own = { kind: 'own', command: 'command', role: 'caseworker' } as StoredEvent['origin']
const from = (organisation: typeof VIENNA): StoredEvent['origin'] => ({
  kind: 'received',
  from: organisation,
})

/** As much of an event as a key depends on. */
const event = (id: string, type: CaseEvent['type'], author: typeof VIENNA, facts = {}) =>
  ({ id, type, author, facts, grants: [{ to: SKOPJE, basis }] }) as unknown as CaseEvent

const original = event('original', 'ContactExchanged', VIENNA)
const shared = event('shared', 'EventShared', BELGRADE, { event: 'original' })
const again = event('again', 'EventShared', BELGRADE, { event: 'original' })
const written = event('written', 'RiskAssessed', BELGRADE)

describe('the key of what is passed on', () => {
  it('is that of the original for whoever passes it on: what erases the one erases the other', () => {
    const before = [{ event: original, stored: { origin: from(VIENNA) } }]
    const ofOriginal = keyScope(original, from(VIENNA), 'contact', [])
    expect(keyScope(shared, own, 'contact', before)).toBe(ofOriginal)
    expect(keyScope(written, own, 'contact', before)).not.toBe(ofOriginal)
  })

  it('is one of its own for whoever is passed it on: nothing else of its sender goes with it', () => {
    const scopes = [shared, again, written].map((each) =>
      keyScope(each, from(BELGRADE), 'contact', []),
    )
    expect(new Set(scopes).size).toBe(3)
  })
})
