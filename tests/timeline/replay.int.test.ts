import { openCaseLog, type LoadedCase } from '@trm/case-log'
import type { ReplayResponse } from '@trm/contracts'
import { memoryEventStore, memoryVault, newEventStoreState } from '@trm/adapter-memory'
import type { EventDraft, Grant } from '@trm/domain'
import { plusMilliseconds, toInstant, type CaseReference, type EventId } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { randomToken } from '@trm/sealing'
import { readDeliveryOutcomes, replayCase } from '@trm/timeline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  answerOf,
  BELGRADE,
  clause,
  DAY_MS,
  handedOver,
  VIENNA,
} from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'

let network: MemoryNetwork
beforeAll(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterAll(() => network.stop())

async function replay(by: string, reference: CaseReference): Promise<ReplayResponse> {
  const { status, body } = await network
    .agent(by)
    .request('GET', `/timeline/cases/${reference}`, undefined, `auditor-at-${by}`)
  expect(status).toBe(200)
  return body as ReplayResponse
}

const sectionsOf = ({ events }: ReplayResponse, type: string) =>
  events
    .filter((event) => event.type === type)
    .map(({ sections }) => sections.toSorted((left, right) => (left.name < right.name ? -1 : 1)))

describe('the replay of a case without flaws', () => {
  it('finds every signature valid, every disclosure with a basis, and no gap, on both sides', async () => {
    const { reference } = await handedOver(network)
    for (const by of [VIENNA, BELGRADE]) {
      const { events, summary } = await replay(by, reference)
      expect(summary).toMatchObject({ overDisclosures: 0, chainGaps: 0 })
      expect(summary.signaturesValid).toBe(events.length)
      expect(summary.disclosuresWithBasis).toBe(summary.disclosures)
      expect(events.map(({ number }) => number)).toStrictEqual(events.map((_, place) => place + 1))
    }
  })

  it('gives both sides the same digest of what they share, and another after one more event', async () => {
    const { reference, referral } = await handedOver(network)
    const digestAt = async (by: string, other: string) => {
      const url = `/timeline/cases/${reference}/shared-state?with=${other}`
      const { body } = await network.agent(by).request('GET', url)
      return body as { events: number; stateDigest: string }
    }
    const before = await digestAt(VIENNA, BELGRADE)
    expect(await digestAt(BELGRADE, VIENNA)).toMatchObject({
      events: before.events,
      stateDigest: before.stateDigest,
    })
    const { event } = await network
      .agent(BELGRADE)
      .command(reference, { type: 'MarkReferralSeen', referral })
    await network.delivered(BELGRADE, event)
    const after = await digestAt(VIENNA, BELGRADE)
    expect(after.stateDigest).not.toBe(before.stateDigest)
    expect((await digestAt(BELGRADE, VIENNA)).stateDigest).toBe(after.stateDigest)
  })

  it('names the event under which a section was erased', async () => {
    const { reference, consent } = await handedOver(network)
    const { event } = await network.agent(VIENNA).command(reference, {
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['contact'],
    })
    await answerOf(network, reference, event, BELGRADE)
    const replayed = await replay(BELGRADE, reference)
    const answer = replayed.events.find(({ type }) => type === 'HoldersAnswered')
    expect(answer?.number).toBeGreaterThan(0)
    expect(sectionsOf(replayed, 'ContactExchanged')).toStrictEqual([
      [
        { name: 'contact', status: 'erased', erasedUnder: answer?.number },
        { name: 'identity', status: 'held' },
      ],
    ])
    // Who erased is Belgrade: with Vienna it is held, and its event goes on verifying with both.
    expect(sectionsOf(await replay(VIENNA, reference), 'ContactExchanged')).toStrictEqual([
      [
        { name: 'contact', status: 'held' },
        { name: 'identity', status: 'held' },
      ],
    ])
    expect(replayed.summary.signaturesValid).toBe(replayed.events.length)
  })

  it('shows no value of the person to anybody', async () => {
    const { reference } = await handedOver(network)
    for (const by of [VIENNA, BELGRADE]) {
      const text = JSON.stringify(await replay(by, reference))
      for (const value of ['Milica', 'Petrović', '1997-08-23', 'posta.example', 'Vukosava']) {
        expect(text).not.toContain(value)
        expect(network.agent(by).logged.join('')).not.toContain(value)
      }
    }
  })

  it('is no answer where the store was tampered with, and says nothing of what is in it', async () => {
    const damaged = await startMemoryNetwork([VIENNA])
    const reference = await damaged.agent(VIENNA).openCase({ prs_FirstName: 'Milica' })
    await damaged.agent(VIENNA).stop()
    const [entry] = damaged.agent(VIENNA).storeState.streams.get(`case-${reference}`) ?? []
    Object.assign(entry ?? {}, { json: (entry?.json ?? '').replace('"jws":"e', '"jws":"f') })
    await damaged.agent(VIENNA).start()
    const { status, body } = await damaged
      .agent(VIENNA)
      .request('GET', `/timeline/cases/${reference}`)
    expect(status).toBe(503)
    expect(JSON.stringify(body)).not.toContain('Milica')
    await damaged.stop()
  })
})

describe('the replay of a case with flaws', () => {
  type Telling = { readonly draft: EventDraft; readonly grant?: Partial<Grant> }

  /** A log in which Vienna has written down whatever it liked, with the tools to replay it. */
  async function written(...tellings: readonly Telling[]) {
    const { party, directory } = network.agent(VIENNA)
    const state = newEventStoreState()
    const store = memoryEventStore({ state })
    const vault = memoryVault()
    const { signer } = party.identity
    const caseLog = openCaseLog({ self: VIENNA, store, vault, directory, signer })
    const reference = randomToken() as unknown as CaseReference
    const now = toInstant(new Date())
    let consent: EventId | 'this' = 'this'
    for (const { draft, grant } of tellings) {
      const granted = {
        to: BELGRADE,
        sections: [],
        basis: { kind: 'consent', consent, clause: 'c1' },
        purpose: 'handover',
        until: plusMilliseconds(now, DAY_MS),
        onward: false,
        ...grant,
      } as const
      const appended = await caseLog.appendOwn(await caseLog.load(reference), {
        draft,
        plan: [{ grant: granted, withheld: [] }],
        tokenId: randomToken(),
        recordedAt: now,
        command: randomToken(),
        role: 'caseworker',
      })
      if (appended.ok && consent === 'this') consent = appended.value.id
    }
    const outcomes = await readDeliveryOutcomes(store)
    const loaded = await caseLog.load(reference)
    return { loaded, tools: { caseLog, directory, outcomes, now } }
  }

  const consentTo = (...sections: ('contact' | 'identity')[]): EventDraft => ({
    type: 'DataConsentGiven',
    occurredAt: network.now(),
    facts: {
      giver: 'self',
      form: 'oral',
      formVersion: '1',
      language: 'sr',
      interpreter: false,
      matters: ['furtherUse'],
      evidence: [],
    },
    sections: {},
    clauses: [clause(network, 'c1', [VIENNA, BELGRADE], sections, ['handover'])],
    recipients: [],
  })
  const CANARY = 'Canary Person'
  const contact: EventDraft = {
    type: 'ContactExchanged',
    occurredAt: toInstant(new Date()),
    facts: { referral: 'A'.repeat(43) as EventId },
    sections: { contact: { email: 'a@posta.example' }, identity: { firstName: CANARY } },
    clauses: [],
    recipients: [],
  }

  it.each<[string, Partial<Grant>, string]>([
    ['a section that nobody consented to', { sections: ['identity'] }, 'section-not-covered'],
    ['another purpose', { purpose: 'testimony' }, 'purpose-not-covered'],
    [
      'a consent that never was',
      { basis: { kind: 'consent', consent: 'A'.repeat(43) as EventId, clause: 'c1' } },
      'consent-unknown',
    ],
    [
      'the claim that it is about nobody',
      { basis: { kind: 'noPersonalData' }, sections: ['contact'] },
      'basis-refused',
    ],
  ])('counts a grant on %s as a disclosure beyond consent', async (_what, grant, verdict) => {
    const { loaded, tools } = await written(
      { draft: consentTo('contact') },
      { draft: contact, grant: { sections: ['contact'] } },
      { draft: contact, grant },
    )
    const { events, summary } = await replayCase(loaded, tools)
    const verdicts = events.flatMap((event) => event.grants.map((given) => given.verdict))
    expect(verdicts).toStrictEqual(['ok', 'ok', verdict])
    expect(summary).toMatchObject({ disclosures: 3, disclosuresWithBasis: 2, overDisclosures: 1 })
    expect(JSON.stringify(events)).not.toContain(CANARY)
  })

  it('judges each disclosure by the consents of its time', async () => {
    const { loaded, tools } = await written(
      { draft: consentTo('contact') },
      { draft: contact, grant: { sections: ['contact'] } },
    )
    const [consent] = loaded.entries
    if (consent === undefined) throw new Error('the consent is first')
    const narrowing: EventDraft = {
      type: 'DataConsentNarrowed',
      occurredAt: network.now(),
      facts: { consent: consent.event.id, clause: 'c1', sections: ['contact'] },
      sections: {},
      clauses: [],
      recipients: [],
    }
    const grant = {
      to: BELGRADE,
      basis: { kind: 'consent', consent: consent.event.id, clause: 'c1' },
      purpose: 'handover',
      until: plusMilliseconds(network.now(), 1000),
      onward: false,
    } as const
    for (const [draft, sections] of [
      [narrowing, []],
      [contact, ['contact']],
    ] as const) {
      const { caseLog } = tools
      await caseLog.appendOwn(await caseLog.load(loaded.reference), {
        draft,
        plan: [{ grant: { ...grant, sections }, withheld: [] }],
        tokenId: randomToken(),
        recordedAt: network.now(),
        command: randomToken(),
        role: 'caseworker',
      })
    }
    const { events } = await replayCase(await tools.caseLog.load(loaded.reference), tools)
    const verdicts = events.flatMap((event) => event.grants.map((given) => given.verdict))
    expect(verdicts).toStrictEqual(['ok', 'ok', 'ok', 'section-narrowed'])
  })

  it('finds a signature that does not fit its event any more', async () => {
    const { loaded, tools } = await written({ draft: consentTo() }, { draft: contact })
    const [first, second] = loaded.entries
    if (first === undefined || second === undefined) throw new Error('two entries')
    const stored = { ...second.stored, jws: `${second.stored.jws.slice(0, -6)}AAAAAA` }
    const swapped = { ...second, stored: first.stored }
    for (const bad of [{ ...second, stored }, swapped]) {
      const changed: LoadedCase = { ...loaded, entries: [first, bad] }
      const { events, summary } = await replayCase(changed, tools)
      expect(events.map(({ signature }) => signature)).toStrictEqual(['valid', 'invalid'])
      expect(summary.signaturesValid).toBe(1)
    }
  })

  it.each(['compromised', 'revoked', 'not-valid-then'] as const)(
    'says when a genuine signature was by a key that is %s',
    async (standing) => {
      const { loaded, tools } = await written({ draft: consentTo() })
      const directory: Directory = {
        ...tools.directory,
        signingKey(...asked) {
          const found = tools.directory.signingKey(...asked)
          return 'publicKey' in found ? { ...found, kind: standing } : found
        },
      }
      const { events, summary } = await replayCase(loaded, { ...tools, directory })
      expect(events.map(({ signature }) => signature)).toStrictEqual([standing])
      expect(summary.signaturesValid).toBe(0)
    },
  )

  it('counts the places that are missing in a chain', async () => {
    const { loaded, tools } = await written(
      { draft: consentTo() },
      { draft: contact },
      { draft: contact },
      { draft: contact },
    )
    const [first, , , last] = loaded.entries
    if (first === undefined || last === undefined) throw new Error('four entries')
    const { summary } = await replayCase({ ...loaded, entries: [first, last] }, tools)
    expect(summary.chainGaps).toBe(2)
  })
})
