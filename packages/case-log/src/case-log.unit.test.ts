import { storedEvent, type StoredEvent } from '@trm/contracts'
import type { PlannedDisclosure, SectionName } from '@trm/domain'
import { invariant, type CaseReference } from '@trm/kernel'
import { generateSigningKey } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  appendDraft,
  BELGRADE,
  clause,
  consentDraft,
  memoryCaseLog,
  newReference,
  NOW,
  openingDraft,
  sayingWhen,
  SKOPJE,
  VIENNA,
  createSigners,
  type Signers,
} from './test-support.ts'

let signers: Signers
beforeAll(async () => {
  signers = await createSigners()
})

/** Belgrade is given these sections by the consent itself. */
function planWith(sections: readonly SectionName[]): readonly PlannedDisclosure[] {
  const basis = { kind: 'consent', consent: 'this', clause: 'c1' } as const
  const purpose = 'handover'
  const grant = { to: BELGRADE, sections, basis, purpose, until: NOW, onward: false } as const
  return [{ grant, withheld: [] }]
}

/** Two cases of two events each in one log, and what somebody with the file could change. */
async function tampered(
  change: (parts: { first: StoredEvent; second: StoredEvent; other: StoredEvent }) => StoredEvent,
) {
  const log = memoryCaseLog(VIENNA, signers)
  const [reference, otherCase] = [newReference(), newReference()]
  for (const place of [reference, otherCase]) {
    await appendDraft(log.caseLog, await log.caseLog.load(place), openingDraft)
    const plan = planWith([])
    const draft = consentDraft(clause(VIENNA, BELGRADE, ['contact']))
    await appendDraft(log.caseLog, await log.caseLog.load(place), draft, plan)
  }
  const stored = (place: CaseReference, revision: number) => {
    const entry = log.storeState.streams.get(`case-${place}`)?.[revision]
    invariant(entry !== undefined, 'test: an appended event')
    return { entry, data: storedEvent.parse(JSON.parse(entry.json)) }
  }
  const target = stored(reference, 0)
  const changed = change({
    first: target.data,
    second: stored(reference, 1).data,
    other: stored(otherCase, 0).data,
  })
  const event = changed.grants.length > 0 ? stored(reference, 1).entry : target.entry
  Object.assign(event, { json: JSON.stringify(changed) })
  return { reference, caseLog: log.reopen() }
}

const flip = (text: string) => (text.startsWith('A') ? `B${text.slice(1)}` : `A${text.slice(1)}`)

describe('a case log whose store was tampered with', () => {
  it.each<[string, Parameters<typeof tampered>[0]]>([
    [
      'a signature was changed',
      ({ first }) => ({ ...first, jws: `${first.jws.slice(0, -4)}AAAA` }),
    ],
    [
      'a payload was changed',
      ({ first }) => {
        const [header = '', payload = '', signature = ''] = first.jws.split('.')
        return { ...first, jws: `${header}.${flip(payload)}.${signature}` }
      },
    ],
    ['another genuine event stands in its place', ({ second }) => ({ ...second, grants: [] })],
    [
      'a grant is not one that was signed',
      ({ first, second }) => ({ ...second, grants: first.sections.map(({ digest }) => digest) }),
    ],
    [
      'a section claims a digest that was not signed',
      ({ first }) => ({
        ...first,
        sections: first.sections.map((section) => ({ ...section, digest: flip(section.digest) })),
      }),
    ],
    [
      'its form is not that of a record',
      ({ first }) => ({ ...first, v: 2 }) as unknown as StoredEvent,
    ],
    [
      'a clause is not one that was signed',
      ({ first, second }) => ({ ...first, clauses: second.clauses }),
    ],
    ['a clause is a grant', ({ second }) => ({ ...second, clauses: second.grants })],
    ['a grant is a clause', ({ second }) => ({ ...second, grants: second.clauses })],
  ])('does not load when %s', async (_what, change) => {
    const { caseLog, reference } = await tampered(change)
    await expect(caseLog.load(reference)).rejects.toMatchObject({ code: 'CASE_LOG_DAMAGED' })
  })

  it.each<[string, Parameters<typeof tampered>[0]]>([
    [
      'its ciphertext was changed',
      ({ first }) => ({
        ...first,
        sections: first.sections.map((section) => ({
          ...section,
          ciphertext: flip(section.ciphertext),
        })),
      }),
    ],
    [
      'the ciphertexts of two sections were swapped',
      ({ first }) => {
        const [one, two] = first.sections
        invariant(one !== undefined && two !== undefined, 'test: two sections')
        const { nonce, ciphertext, keyId } = two
        const { nonce: otherNonce, ciphertext: otherCiphertext, keyId: otherKeyId } = one
        return {
          ...first,
          sections: [
            { ...one, nonce, ciphertext, keyId },
            { ...two, nonce: otherNonce, ciphertext: otherCiphertext, keyId: otherKeyId },
          ],
        }
      },
    ],
    [
      'it came from another case',
      ({ first, other }) => ({
        ...first,
        sections: first.sections.map((section, place) => {
          const { nonce, ciphertext, keyId } = other.sections[place] ?? section
          return { ...section, nonce, ciphertext, keyId }
        }),
      }),
    ],
    [
      'its digest is that of another section',
      ({ first }) => ({
        ...first,
        sections: first.sections.map((section, place, all) => ({
          ...section,
          digest: all[1 - place]?.digest ?? section.digest,
        })),
      }),
    ],
    [
      'its name is that of another section',
      ({ first }) => ({
        ...first,
        sections: first.sections.map((section) =>
          section.name === 'identity' ? { ...section, name: 'health' as const } : section,
        ),
      }),
    ],
  ])('does not open a section when %s', async (_what, change) => {
    const { caseLog, reference } = await tampered(change)
    const { entries } = await caseLog.load(reference)
    const [entry] = entries
    invariant(entry !== undefined, 'test: an entry')
    const [name] = entry.stored.sections.map((section) => section.name)
    await expect(caseLog.open(entry, name ?? '')).rejects.toMatchObject({
      code: 'CASE_LOG_DAMAGED',
    })
  })

  it('does not load an event whose signer the directory no longer knows', async () => {
    const log = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    await appendDraft(log.caseLog, await log.caseLog.load(reference), openingDraft)
    const stranger = memoryCaseLog(VIENNA, new Map([[VIENNA, await generateSigningKey()]]))
    for (const [name, entries] of log.storeState.streams) {
      stranger.storeState.streams.set(name, entries)
    }
    await expect(stranger.caseLog.load(reference)).rejects.toMatchObject({
      code: 'CASE_LOG_SIGNER_UNKNOWN',
    })
  })
})

describe('a section', () => {
  it('opens as what was put in, also after a restart', async () => {
    const { caseLog, reopen } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    await appendDraft(caseLog, await caseLog.load(reference), openingDraft)
    for (const log of [caseLog, reopen()]) {
      const [entry] = (await log.load(reference)).entries
      invariant(entry !== undefined, 'test: an entry')
      expect(await log.open(entry, 'identity')).toMatchObject({
        kind: 'open',
        value: { firstName: 'Milica' },
      })
      expect(await log.open(entry, 'health')).toBeUndefined()
    }
  })

  it('is in the store in no readable form', async () => {
    const { caseLog, storeState } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    await appendDraft(caseLog, await caseLog.load(reference), openingDraft)
    const [entry] = (await caseLog.load(reference)).entries
    invariant(entry !== undefined, 'test: an entry')
    const opened = await caseLog.open(entry, 'identity')
    const disclosure = opened?.kind === 'open' ? opened.disclosure : ''
    const text = storeState.log.map(({ json }) => json).join('')
    expect(disclosure).not.toBe('')
    expect(text).not.toContain('Milica')
    expect(text).not.toContain(disclosure)
  })

  it('is erased for good, and its event goes on verifying', async () => {
    const { caseLog, reopen } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    await appendDraft(caseLog, await caseLog.load(reference), openingDraft)
    const loaded = await caseLog.load(reference)
    const [opening] = loaded.entries
    invariant(opening !== undefined, 'test: an entry')
    expect(await caseLog.erase(loaded, opening, 'contact')).toBe(true)
    expect(await caseLog.erase(loaded, opening, 'contact')).toBe(false)
    expect(await caseLog.erase(loaded, opening, 'health')).toBe(false)
    for (const log of [caseLog, reopen()]) {
      const [entry] = (await log.load(reference)).entries
      invariant(entry !== undefined, 'test: an entry')
      expect(await log.open(entry, 'contact')).toStrictEqual({ kind: 'no-key' })
      expect(await log.open(entry, 'identity')).toMatchObject({ kind: 'open' })
      expect(entry.standing).toBe('valid')
    }
  })
})

describe('appending', () => {
  it('lets one of many win and tells the others to decide again', async () => {
    const { caseLog } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    const empty = await caseLog.load(reference)
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => appendDraft(caseLog, empty, openingDraft)),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    expect(outcomes.filter(({ ok }) => !ok)).toStrictEqual(
      Array.from({ length: 5 }, () => ({ ok: false, failure: { kind: 'contended' } })),
    )
    expect((await caseLog.load(reference)).entries).toHaveLength(1)
  })

  it.each([
    ['reads back what it appended', undefined],
    ['goes on from what it appended', sayingWhen],
  ])('%s, and is right while others load and append', async (_what, storeAs) => {
    const { caseLog, reopen } = memoryCaseLog(VIENNA, signers, storeAs)
    const reference = newReference()
    await appendDraft(caseLog, await caseLog.load(reference), openingDraft)
    const other = reopen()
    async function appendUntilDone(log: typeof caseLog): Promise<void> {
      for (;;) {
        const draft = consentDraft(clause(VIENNA, SKOPJE, []))
        if ((await appendDraft(log, await log.load(reference), draft)).ok) return
      }
    }
    await Promise.all([
      ...Array.from({ length: 6 }, () => appendUntilDone(caseLog)),
      ...Array.from({ length: 6 }, () => appendUntilDone(other)),
      ...Array.from({ length: 20 }, () => caseLog.load(reference)),
    ])
    const loaded = await caseLog.load(reference)
    expect(loaded.entries.map(({ revision }) => revision)).toStrictEqual(
      Array.from({ length: 13 }, (_, place) => BigInt(place)),
    )
    expect(loaded).toStrictEqual(await reopen().load(reference))
  })

  it('goes on from what it appended as it will be read, and reads nothing back', async () => {
    const { caseLog, storeState, reopen } = memoryCaseLog(VIENNA, signers, sayingWhen)
    const reference = newReference()
    await appendDraft(caseLog, await caseLog.load(reference), openingDraft)
    const draft = consentDraft(clause(VIENNA, BELGRADE, ['contact']))
    await appendDraft(caseLog, await caseLog.load(reference), draft, planWith([]))
    const asRead = await reopen().load(reference)
    for (const stored of storeState.log) Object.assign(stored, { json: '{}' })
    expect(await caseLog.load(reference)).toStrictEqual(asRead)
    await expect(reopen().load(reference)).rejects.toMatchObject({ code: 'CASE_LOG_DAMAGED' })
  })

  it('knows what it has appended as it will be read, and only that', async () => {
    const { caseLog, storeState, reopen } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    const plan = planWith(['contact'])
    const given = consentDraft(clause(VIENNA, BELGRADE, ['contact']))
    const drafts = [openingDraft, { ...given, sections: { contact: { email: 'm@posta.example' } } }]
    for (const draft of drafts)
      await appendDraft(
        caseLog,
        await caseLog.load(reference),
        draft,
        draft === drafts[1] ? plan : [],
      )
    expect(await caseLog.load(reference)).toStrictEqual(await reopen().load(reference))

    await appendDraft(caseLog, await caseLog.load(reference), openingDraft)
    const last = storeState.log.at(-1)
    const data = storedEvent.parse(JSON.parse(last?.json ?? ''))
    Object.assign(last ?? {}, {
      json: JSON.stringify({ ...data, jws: `${data.jws.slice(0, -4)}AAAA` }),
    })
    await expect(caseLog.load(reference)).rejects.toMatchObject({ code: 'CASE_LOG_DAMAGED' })
  })

  it('counts the chain to each recipient on its own', async () => {
    const { caseLog } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    const to = (...recipients: readonly (typeof BELGRADE)[]) =>
      recipients.map((recipient) => ({
        grant: {
          to: recipient,
          sections: [],
          basis: { kind: 'noPersonalData' } as const,
          purpose: 'handover' as const,
          until: NOW,
          onward: false,
        },
        withheld: [],
      }))
    for (const recipients of [[BELGRADE], [BELGRADE, SKOPJE], [SKOPJE]]) {
      await appendDraft(caseLog, await caseLog.load(reference), openingDraft, to(...recipients))
    }
    const { entries } = await caseLog.load(reference)
    const [first, second, third] = entries.map(({ event }) => event)
    expect(second?.grants).toMatchObject([
      { to: BELGRADE, seq: 2, prev: first?.id },
      { to: SKOPJE, seq: 1 },
    ])
    expect(third?.grants).toMatchObject([{ to: SKOPJE, seq: 2, prev: second?.id }])
  })
})
