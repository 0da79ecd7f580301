import { packCopy } from '@trm/case-log'
import type { RefusalReason } from '@trm/contracts'
import { plusMilliseconds, toInstant, type EventId } from '@trm/kernel'
import { encodeBase64url, generateSigningKey, makeDisclosure, sha256Base64url } from '@trm/sealing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectationsIn } from './expectations.ts'
import {
  BELGRADE,
  idsOf,
  quarantinedAt,
  receiptFor,
  receiptsFor,
  startScene,
  until,
  verdictOn,
  type Scene,
} from './scene.ts'
import {
  beginStory,
  contactDraft,
  offerDraft,
  type Departure,
  type Story,
  type Telling,
} from './story.ts'

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
}, 30_000)
afterAll(() => scene.stop())

const { begun, expectRefused, expectStored, expectTheNextOneIsStored, send } = expectationsIn(
  () => scene,
)

describe('an event', () => {
  /** What is wrong, how it is made, why it is refused, and whether it has used up its place. */
  type Row = [
    what: string,
    departure: (story: Story) => Departure | Promise<Departure>,
    reason: RefusalReason,
    place: 'takes its place' | 'takes no place',
  ]
  const rogueSigner = () => scene.rogue.party.identity.signer
  const changed = (change: object) => (payload: object) => ({ ...payload, ...change })
  const withFacts = (change: object) => (payload: Record<string, unknown>) => ({
    ...payload,
    facts: { ...(payload['facts'] as object), ...change },
  })

  it.each<Row>([
    [
      'whose signature is forged',
      async () => ({
        signer: { ...rogueSigner(), privateKey: (await generateSigningKey()).privateKey },
      }),
      'signature-invalid',
      'takes no place',
    ],
    [
      'whose key nobody lists',
      async () => ({ signer: await generateSigningKey() }),
      'unknown-signer',
      'takes no place',
    ],
    [
      'that was signed as another kind of object',
      () => ({ typ: 'trm-receipt+jwt' }),
      'wrong-object-type',
      'takes no place',
    ],
    [
      'of an unknown type',
      () => ({ payload: changed({ type: 'CaseTakenOver' }) }),
      'unknown-event-type',
      'takes its place',
    ],
    [
      'of a later version of its type',
      () => ({ payload: changed({ tv: 2 }) }),
      'unsupported-version',
      'takes its place',
    ],
    [
      'of a later version of the protocol',
      () => ({ payload: changed({ v: 2 }) }),
      'unsupported-version',
      'takes its place',
    ],
    [
      'with an unknown code in its facts',
      () => ({ payload: withFacts({ urgency: 'whenever' }) }),
      'event-invalid',
      'takes its place',
    ],
    [
      'with an extra field in its facts',
      () => ({ payload: withFacts({ remark: 'free text' }) }),
      'event-invalid',
      'takes its place',
    ],
    [
      'with an extra field beside its facts',
      () => ({ payload: changed({ remark: 'free text' }) }),
      'event-invalid',
      'takes its place',
    ],
    [
      'from the future',
      () => ({ recordedAt: plusMilliseconds(toInstant(new Date()), 11 * 60 * 1000) }),
      'issued-in-the-future',
      'takes its place',
    ],
    ['without a grant', () => ({ disclose: () => [] }), 'grant-missing', 'takes no place'],
    [
      'with a grant for somebody else',
      () => ({ grant: { to: scene.bystander.party.id } }),
      'grant-not-mine',
      'takes no place',
    ],
    [
      'with a disclosure that is none',
      () => ({
        disclose: ({ grants }) => [...grants, encodeBase64url(new TextEncoder().encode('{}'))],
      }),
      'disclosure-malformed',
      'takes its place',
    ],
    [
      'with a section whose digest nobody signed',
      () => ({
        disclose: ({ grants }) => [
          ...grants,
          makeDisclosure('needs', { services: ['legalAid'] }).disclosure,
        ],
      }),
      'disclosure-not-committed',
      'takes its place',
    ],
    [
      'with a section that its grant does not list',
      () => ({
        draft: offerDraft(BELGRADE, {
          needs: { services: ['legalAid'] },
          contact: { mobilePhone: '+381601234567' },
        }),
        grant: { sections: ['needs'] },
      }),
      'section-not-granted',
      'takes its place',
    ],
    [
      'with a section that is not what its name says',
      () => ({ draft: offerDraft(BELGRADE, { needs: { favouriteColour: 'blue' } }) }),
      'section-invalid',
      'takes its place',
    ],
    [
      'whose consent does not cover the section',
      () => ({
        draft: contactDraft({ identity: { firstName: 'Example' } }),
      }),
      'consent-does-not-cover',
      'takes its place',
    ],
    [
      'whose consent does not cover the purpose',
      () => ({ grant: { purpose: 'testimony' } }),
      'consent-does-not-cover',
      'takes its place',
    ],
    [
      'that is to be kept for longer than was consented to',
      () => ({ grant: { until: plusMilliseconds(toInstant(new Date()), 90 * 86_400_000) } }),
      'consent-does-not-cover',
      'takes its place',
    ],
    [
      'under a consent that nobody gave',
      ({ consent }) => ({
        grant: {
          basis: {
            kind: 'consent',
            consent: sha256Base64url(consent.id) as EventId,
            clause: 'c1',
          },
        },
      }),
      'consent-unknown',
      'takes its place',
    ],
    [
      'under a clause that the consent does not have',
      ({ consent }) => ({
        grant: { basis: { kind: 'consent', consent: consent.id, clause: 'c2' } },
      }),
      'consent-unknown',
      'takes its place',
    ],
    [
      'that stands on its own word instead of a consent',
      () => ({ grant: { basis: { kind: 'consent', consent: 'this', clause: 'c1' } } }),
      'consent-unknown',
      'takes its place',
    ],
    [
      'about a person that claims to say nothing about one',
      () => ({ grant: { basis: { kind: 'noPersonalData' } } }),
      'consent-does-not-cover',
      'takes its place',
    ],
    [
      'that follows on an event which never was',
      ({ consent }) => ({
        after: { seq: 1, event: sha256Base64url(consent.id) as EventId },
      }),
      'chain-broken',
      'takes its place',
    ],
    ['in a place that is taken', () => ({ after: 'nothing' }), 'chain-broken', 'takes no place'],
    [
      'with the token of another event: equivocation',
      ({ consent }) => ({ tokenId: consent.tokenId }),
      'equivocation',
      'takes its place',
    ],
  ])('%s is refused', async (_what, departure, reason, place) => {
    const story = await begun()
    const bad = await story.next(await departure(story))
    await expectRefused(story, bad, reason)
    if (place === 'takes its place') story.follow(bad)
    await expectTheNextOneIsStored(story)
  })
})

describe('an event in the name of somebody else', () => {
  const asVienna = (payload: object) => ({ ...payload, iss: scene.vienna.party.id })

  it.each<[string, () => Departure['signer'], RefusalReason]>([
    ['with its own key', () => undefined, 'unknown-signer'],
    [
      'with its own key under the key id of that other',
      () => ({
        keyId: scene.vienna.party.identity.signer.keyId,
        privateKey: scene.rogue.party.identity.signer.privateKey,
      }),
      'signature-invalid',
    ],
  ])('is refused when a valid signer signs it %s', async (_how, signer, reason) => {
    const story = await begun()
    const signed = signer()
    const bad = await story.next({
      payload: asVienna,
      ...(signed !== undefined && { signer: signed }),
    })
    // Whoever seals may name any sender: it is Vienna that is told.
    await send([bad], { as: scene.vienna.party.id })
    const { digest } = bad
    const sender = scene.vienna.party.id
    expect(await quarantinedAt(scene.belgrade, digest)).toStrictEqual({
      reason,
      digest,
      sender,
      event: bad.id,
    })
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id])
    await expectTheNextOneIsStored(story)
  })

  it('is refused when it is genuine and another than its author sends it', async () => {
    const story = await begun()
    const offer = await story.next()
    await send([offer], { as: scene.vienna.party.id })
    expect((await quarantinedAt(scene.belgrade, offer.digest)).reason).toBe('author-not-sender')
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([story.consent.id])
    // The refusal of the copy that somebody else sent does not stand against the author's own.
    await expectStored(story, offer)
  })

  it('spoiled by another recipient is refused, and the author is told `stored` all the same', async () => {
    const story = await begun()
    const offer = await story.next()
    const spoiled = packCopy({ jws: offer.jws, disclosures: [] })
    await send([{ copy: spoiled }], { from: scene.bystander, as: scene.rogue.party.id })
    expect(await verdictOn(scene.rogue, offer.id)).toBe('grant-missing')
    await send([offer])
    await until(
      'the newer receipt',
      async () => (await verdictOn(scene.rogue, offer.id)) === 'stored',
    )
    // Spoiled again: what is stored stays stored, and the receipt of that time is the answer.
    const given = receiptsFor(scene.rogue, offer.id)
    await send([{ copy: spoiled }], { from: scene.bystander, as: scene.rogue.party.id })
    await until('an answer', () => receiptsFor(scene.rogue, offer.id).length > given.length)
    expect(receiptsFor(scene.rogue, offer.id).at(-1)?.token).toBe(given.at(-1)?.token)
  })
})

describe('an organisation of a kind that hands nobody over', () => {
  it.each<['auditor' | 'consulate']>([['auditor'], ['consulate']])(
    'gets a handover event refused: %s',
    async (who) => {
      const author = scene[who]
      const story = await beginStory(author, BELGRADE)
      await send([story.consent], { from: author })
      expect(await verdictOn(author, story.consent.id)).toBe('author-not-entitled')
      const offer = await story.next()
      await send([offer], { from: author })
      expect(await verdictOn(author, offer.id)).toBe('author-not-entitled')
      const quarantined = await quarantinedAt(scene.belgrade, offer.digest)
      expect(quarantined.sender).toBe(author.party.id)
      expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([])
      await begun()
    },
  )
})

describe('64 events in one message, one of them bad', () => {
  it('leave 63 in the case log', async () => {
    const story = await begun()
    const tellings: Telling[] = []
    for (let place = 0; place < 64; place++) {
      const isBad = place === 20
      const telling = await story.next(
        isBad ? { payload: (payload) => ({ ...payload, type: 'CaseTakenOver' }) } : {},
      )
      story.follow(telling)
      tellings.push(telling)
    }
    await send(tellings)
    const { receipt } = await receiptFor(scene.rogue, tellings[0]?.id ?? story.consent.id)
    expect(receipt.items).toStrictEqual(
      tellings.map(({ id: event }, place) =>
        place === 20
          ? { event, verdict: 'refused', reason: 'unknown-event-type' }
          : { event, verdict: 'stored' },
      ),
    )
    expect(await idsOf(scene.belgrade, story.reference)).toStrictEqual([
      story.consent.id,
      ...tellings.map(({ id }) => id).filter((_id, place) => place !== 20),
    ])
    await expectTheNextOneIsStored(story)
  })
})
