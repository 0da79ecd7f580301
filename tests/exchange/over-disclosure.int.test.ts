import { unpackCopy } from '@trm/case-log'
import { readInboxEntry, type CaseView, type RefusalReason } from '@trm/contracts'
import { plusMilliseconds, toInstant } from '@trm/kernel'
import { decodeBase64url, decryptAtRest, encodeBase64url, randomToken } from '@trm/sealing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectationsIn } from './expectations.ts'
import { BELGRADE, idsOf, startScene, verdictOn, type Scene } from './scene.ts'
import { contactDraft, narrowingDraft, offerDraft, type Departure, type Story } from './story.ts'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
}, 30_000)
afterAll(() => scene.stop())

const { begun, expectRefused, expectStored, send } = expectationsIn(() => scene)

describe('a section that Belgrade may not hold', () => {
  const evidenceOf = async (digest: string) => {
    for await (const { type, data } of scene.belgrade.store.readStream('inbox')) {
      const entry = readInboxEntry({ type, data })
      if (entry.type === 'MailQuarantined' && entry.data.digest === digest) {
        const { nonce, ciphertext } = entry.data.evidence
        const plaintext = decryptAtRest({
          key: scene.belgrade.party.identity.quarantineKey,
          associatedData: new TextEncoder().encode(`quarantine.${digest}`),
          nonce: decodeBase64url(nonce) ?? new Uint8Array(),
          ciphertext: decodeBase64url(ciphertext) ?? new Uint8Array(),
        })
        return plaintext === undefined ? undefined : new TextDecoder().decode(plaintext)
      }
    }
    return undefined
  }

  type Row = [string, (canary: string) => Departure, RefusalReason]
  const withContact = (canary: string) =>
    offerDraft(BELGRADE, {
      needs: { services: ['legalAid'] },
      contact: { safeChannel: { kind: 'messenger', value: canary } },
    })
  it.each<Row>([
    [
      'that its grant does not list',
      (canary) => ({ draft: withContact(canary), grant: { sections: ['needs'] } }),
      'section-not-granted',
    ],
    [
      'for which there is no consent',
      (canary) => ({ draft: contactDraft({ identity: { firstName: canary } }) }),
      'consent-does-not-cover',
    ],
    [
      'without a grant',
      (canary) => ({
        draft: withContact(canary),
        disclose: ({ sections }) => sections.map(({ disclosure }) => disclosure),
      }),
      'grant-missing',
    ],
    [
      'behind a flaw that is found first',
      (canary) => ({
        draft: withContact(canary),
        grant: { sections: ['needs'] },
        disclose: ({ grants, sections }) => [
          ...grants,
          ...sections.map(({ disclosure }) => disclosure),
          encodeBase64url(new TextEncoder().encode('{}')),
        ],
      }),
      'disclosure-malformed',
    ],
    [
      'of an event from the future',
      (canary) => ({
        draft: withContact(canary),
        recordedAt: plusMilliseconds(toInstant(new Date()), 3_600_000),
      }),
      'issued-in-the-future',
    ],
  ])('is nowhere in its files: %s', async (_what, departure, reason) => {
    const story = await begun()
    const canary = `Canary ${randomToken()}`
    const bad = await story.next(departure(canary))
    await expectRefused(story, bad, reason)

    expect(await evidenceOf(bad.digest)).toBe(bad.jws)
    const disclosures = unpackCopy(bad.copy)?.disclosures ?? []
    const secrets = disclosures.filter((text) =>
      new TextDecoder().decode(decodeBase64url(text)).includes(canary),
    )
    expect(secrets).toHaveLength(1)
    for (const file of await scene.belgrade.files()) {
      expect(file.includes(canary)).toBe(false)
      for (const secret of secrets) expect(file.includes(secret)).toBe(false)
    }
    const { sections } = (await scene.belgrade.get(
      `/casework/cases/${story.reference}`,
    )) as CaseView
    expect(sections).toStrictEqual({})
  })

  it('is not taken under a clause that was narrowed, and is taken before that', async () => {
    const story = await begun()
    const contact = contactDraft({ contact: { mobilePhone: '+381601234567' } })
    await expectStored(story, await story.next({ draft: contact }))
    const draft = narrowingDraft(story.consent.id, ['contact'])
    await expectStored(story, await story.next({ draft }))
    const bad = await story.next({ draft: contact })
    const before = (await idsOf(scene.belgrade, story.reference)).filter((id) => id !== bad.id)
    await send([bad])
    expect(await verdictOn(scene.rogue, bad.id)).toBe('consent-does-not-cover')
    expect(await evidenceOf(bad.digest)).toBe(bad.jws)
    expect(await idsOf(scene.belgrade, story.reference)).not.toContain(bad.id)
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual(
      expect.arrayContaining(before),
    )
    story.follow(bad)
    await expectStored(story, await story.next())
  })

  describe('because it was taken back and the news overtook it', () => {
    const withBoth = (canary: string) =>
      contactDraft({
        identity: { firstName: 'Milica' },
        contact: { safeChannel: { kind: 'messenger', value: canary } },
      })
    const viewOf = async ({ reference }: Story) =>
      ((await scene.belgrade.get(`/casework/cases/${reference}`)) as CaseView).sections

    it('is dropped before it is written, and the rest of the event is kept', async () => {
      const story = await begun(['identity', 'contact'])
      const canary = `Canary ${randomToken()}`
      const late = await story.next({ draft: withBoth(canary) })
      story.follow(late)
      const narrowed = await story.next({ draft: narrowingDraft(story.consent.id, ['contact']) })
      await expectStored(story, narrowed)

      await send([late])
      expect(await verdictOn(scene.rogue, late.id)).toBe('stored')
      const sections = await viewOf(story)
      expect(sections).toMatchObject({
        identity: [{ event: late.id, status: 'open' }],
        contact: [{ event: late.id, status: 'withheld', rule: 'not-received' }],
      })
      const disclosures = unpackCopy(late.copy)?.disclosures ?? []
      const secret = disclosures.find((text) =>
        new TextDecoder().decode(decodeBase64url(text)).includes(canary),
      )
      expect(secret).toBeDefined()
      for (const file of await scene.belgrade.files()) {
        expect(file.includes(canary)).toBe(false)
        expect(secret !== undefined && file.includes(secret)).toBe(false)
      }
      const next = contactDraft({ identity: { firstName: 'Milica' } })
      await expectStored(story, await story.next({ draft: next }))
    })

    it('is missed where its author has left it out meanwhile', async () => {
      const story = await begun(['identity', 'contact'])
      const late = await story.next({
        draft: withBoth('left out'),
        disclose: ({ grants, sections }) => [
          ...grants,
          ...sections.flatMap(({ name, disclosure }) => (name === 'identity' ? [disclosure] : [])),
        ],
      })
      story.follow(late)
      await expectStored(
        story,
        await story.next({ draft: narrowingDraft(story.consent.id, ['contact']) }),
      )
      await send([late])
      expect(await verdictOn(scene.rogue, late.id)).toBe('stored')
      expect(await viewOf(story)).toMatchObject({
        identity: [{ event: late.id, status: 'open' }],
        contact: [{ event: late.id, status: 'withheld', rule: 'not-received' }],
      })
    })

    it('does not make room for anything else that nothing covers', async () => {
      const story = await begun()
      const late = await story.next({
        draft: contactDraft({
          contact: { mobilePhone: '+381601234567' },
          identity: { firstName: 'Milica' },
        }),
      })
      story.follow(late)
      await expectStored(
        story,
        await story.next({ draft: narrowingDraft(story.consent.id, ['contact']) }),
      )
      await send([late])
      expect(await verdictOn(scene.rogue, late.id)).toBe('consent-does-not-cover')
      expect(await viewOf(story)).toStrictEqual({})
    })
  })
})
