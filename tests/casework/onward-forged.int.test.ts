import { memoryMailbox } from '@trm/adapter-memory'
import {
  composeEvent,
  packCopy,
  type ChainHead,
  type CompositionInput,
  type EventCopy,
} from '@trm/case-log'
import { grant, storedEvent, type RefusalReason } from '@trm/contracts'
import type { DraftOf, EventDraft, Grant } from '@trm/domain'
import {
  participantOf,
  plusMilliseconds,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import { makeDisclosure, randomToken, readDisclosure, sealMessage } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, DAY_MS, SKOPJE, VIENNA, view } from './handover-case.ts'
import { mayPassOn, recordOf } from './onward-case.ts'

const DEADLINE_MS = 8_000
/** An event that nobody has. */
const NOWHERE = `${'x'.repeat(42)}A` as EventId

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
})
afterEach(() => network.stop())

type Begun = Awaited<ReturnType<typeof mayPassOn>>

/** What is sent in place of what an agent would send: well signed by whoever sends it. */
type Forgery = {
  readonly by?: OrganisationId
  readonly to?: OrganisationId
  readonly facts?: Partial<DraftOf<'EventShared'>['facts']>
  readonly grant?: Partial<Grant>
  readonly sections?: CompositionInput['passedOn']
  readonly original?: string
  /** What is sent in place of it. */
  readonly draft?: EventDraft
}

/** The end of the chain from one to the other, as the log of the one has it. */
function headOf(by: OrganisationId, to: OrganisationId): ChainHead | undefined {
  const heads = network.agent(by).storeState.log.flatMap(({ id, json }): ChainHead[] => {
    const stored = storedEvent.safeParse(JSON.parse(json))
    if (!stored.success || stored.data.origin.kind !== 'own') return []
    return stored.data.grants.flatMap((text) => {
      const read = readDisclosure(text)
      if (!read.ok || read.value.name !== to) return []
      return [{ seq: grant.parse(read.value.value).seq, event: id as ChainHead['event'] }]
    })
  })
  return heads.toSorted((left, right) => left.seq - right.seq).at(-1)
}

async function composed({ reference, contact, next }: Begun, forgery: Forgery) {
  const { by = BELGRADE, to = SKOPJE, facts, sections = [] } = forgery
  const now = network.now()
  const until = plusMilliseconds(now, DAY_MS)
  const head = headOf(by, to)
  return composeEvent({
    case: reference,
    author: by,
    tokenId: randomToken(),
    recordedAt: now,
    draft: forgery.draft ?? {
      type: 'EventShared',
      occurredAt: now,
      facts: {
        event: contact,
        writtenBy: VIENNA,
        to: SKOPJE,
        sections: ['contact'],
        purpose: 'handover',
        until,
        putsRight: [],
        among: [],
        ...facts,
      },
      sections: {},
      clauses: [],
      recipients: [],
    },
    plan: [
      {
        grant: {
          to,
          sections: to === SKOPJE ? ['contact'] : [],
          basis:
            to === SKOPJE
              ? { kind: 'consent', consent: next, clause: 'c1' }
              : { kind: 'notice', about: contact },
          purpose: 'handover',
          until,
          onward: false,
          ...forgery.grant,
        },
        withheld: [],
      },
    ],
    chainHeads: new Map(head === undefined ? [] : [[to, head]]),
    signer: network.agent(by).party.identity.signer,
    passedOn: sections,
  })
}

/** Leaves it in the mailbox. @returns the id of the event */
async function send(begun: Begun, forgery: Forgery): Promise<string> {
  const { by = BELGRADE, to = SKOPJE, original } = forgery
  const event = await composed(begun, forgery)
  const disclosures = [...event.grants, ...event.sections.map(({ disclosure }) => disclosure)]
  const copy: EventCopy = {
    jws: event.jws,
    disclosures,
    ...(original !== undefined && { original }),
  }
  const key = network.agent(to).party.identity.sealing
  const address = network.agent(by).directory.mailboxOf(to)
  if (address === undefined) throw new Error('everybody is listed')
  const source = participantOf(by)
  const mailbox = memoryMailbox(network.office, { participant: source, mailbox: 'unused' })
  await mailbox.publish(address, {
    id: randomToken(),
    source,
    time: `${network.now().slice(0, 16)}:00Z`,
    body: sealMessage({
      sender: by,
      recipient: to,
      recipientKeyId: key.keyId,
      recipientPublicKey: key.publicKey,
      items: [{ kind: 'event', bytes: packCopy(copy) }],
    }),
  })
  return event.event.id
}

/** What became of an event there: the reason of the quarantine, or that it is in the log; undefined for neither. */
function fateOf(to: OrganisationId, id: string): RefusalReason | 'stored' | undefined {
  const { log } = network.agent(to).storeState
  if (log.some((each) => each.id === id)) return 'stored'
  return log
    .filter(({ type }) => type === 'MailQuarantined')
    .map(({ json }) => JSON.parse(json) as { event?: string; reason: RefusalReason })
    .find((each) => each.event === id)?.reason
}

/** Sends it and waits for what becomes of it. */
async function sent(begun: Begun, forgery: Forgery): Promise<RefusalReason | 'stored'> {
  const id = await send(begun, forgery)
  return waitFor(() => fateOf(forgery.to ?? SKOPJE, id), {
    deadlineMs: DEADLINE_MS,
    what: 'what becomes of it',
  })
}

/** Belgrade may pass on the contact; Skopje holds the consent to that. */
async function begin() {
  const begun = await mayPassOn(network)
  await network.delivered(BELGRADE, begun.next)
  const { jws } = recordOf(network, VIENNA, begun.contact)
  const invented = {
    name: 'contact',
    ...makeDisclosure('contact', { email: 'a@b.example' }),
  } as const
  return { begun, jws, invented }
}

type Beginning = Awaited<ReturnType<typeof begin>>

describe('what is passed on', () => {
  it('is taken where all is right with it, by either reader', async () => {
    const { begun, jws } = await begin()
    expect(await sent(begun, { original: jws })).toBe('stored')
    expect(await sent(begun, { to: VIENNA, original: jws })).toBe('stored')
  })

  it.each<readonly [string, (beginning: Beginning) => Forgery, RefusalReason]>([
    ['without the original', () => ({}), 'original-missing'],
    [
      'with an original whose signature is forged',
      ({ jws }) => ({ original: `${jws.slice(0, -86)}${'A'.repeat(86)}` }),
      'original-invalid',
    ],
    [
      'with another event than it says',
      ({ begun }) => ({ original: recordOf(network, VIENNA, begun.referral).jws }),
      'original-invalid',
    ],
    [
      'in the name of another author than signed it',
      ({ jws }) => ({ original: jws, facts: { writtenBy: SKOPJE } }),
      'original-invalid',
    ],
    [
      'by who wrote it: it is its own to disclose',
      ({ begun }) => ({
        original: recordOf(network, BELGRADE, begun.next).jws,
        facts: { event: begun.next, writtenBy: BELGRADE },
      }),
      'original-invalid',
    ],
    [
      'as a correction that it is not',
      ({ jws, begun }) => ({
        original: jws,
        facts: {
          putsRight: [{ corrects: begun.referral, issuedAt: network.now() }],
          among: [VIENNA, SKOPJE],
        },
      }),
      'original-invalid',
    ],
    [
      'to be answered to somebody else, though it is no correction',
      ({ jws }) => ({ original: jws, facts: { among: [VIENNA, SKOPJE] } }),
      'consent-does-not-cover',
    ],
    [
      'with a value that its author never signed',
      ({ jws, invented }) => ({ original: jws, sections: [invented] }),
      'section-not-original',
    ],
    [
      'for longer than it says',
      ({ jws }) => ({
        original: jws,
        grant: { until: plusMilliseconds(network.now(), 2 * DAY_MS) },
      }),
      'consent-does-not-cover',
    ],
    [
      'to be passed on again',
      ({ jws }) => ({ original: jws, grant: { onward: true } }),
      'consent-does-not-cover',
    ],
    [
      'without her consent',
      ({ jws, begun }) => ({
        original: jws,
        grant: { basis: { kind: 'notice', about: begun.next } },
      }),
      'consent-does-not-cover',
    ],
  ])('is quarantined %s', async (_what, forge, reason) => {
    const beginning = await begin()
    expect(await sent(beginning.begun, forge(beginning))).toBe(reason)
  })

  it.each<readonly [string, (beginning: Beginning) => Forgery, RefusalReason]>([
    [
      'from somebody to whom it was never given',
      ({ jws }) => ({ by: SKOPJE, facts: { to: BELGRADE }, original: jws }),
      'consent-does-not-cover',
    ],
    [
      'with a section that was not given',
      ({ jws }) => ({ facts: { sections: ['contact', 'health'] }, original: jws }),
      'consent-does-not-cover',
    ],
    [
      'for longer than it was given',
      ({ jws }) => ({
        facts: { until: plusMilliseconds(network.now(), 40 * DAY_MS) },
        original: jws,
      }),
      'consent-does-not-cover',
    ],
    ['without the original', () => ({}), 'original-missing'],
  ])('is quarantined by who wrote it %s', async (_what, forge, reason) => {
    const beginning = await begin()
    expect(await sent(beginning.begun, { to: VIENNA, ...forge(beginning) })).toBe(reason)
  })
})

describe('a correction that is passed on', () => {
  /** Vienna has put the contact right, and Belgrade says of that what it likes. */
  async function saidOfIt(change: (contact: EventId, issuedAt: Instant) => Forgery['facts']) {
    const { begun } = await begin()
    const { reference, contact } = begun
    const { event } = await network.agent(VIENNA).command(reference, {
      type: 'IssueCorrection',
      corrects: contact,
      reason: 'typingError',
      sections: { contact: { email: 'right@posta.example' } },
    })
    await network.delivered(VIENNA, event)
    const { jws } = recordOf(network, VIENNA, event)
    const { recordedAt: issuedAt } = await corrected(reference, event)
    const said = {
      event,
      putsRight: [{ corrects: contact, issuedAt }],
      among: [VIENNA, SKOPJE],
    }
    return sent(begun, { original: jws, facts: { ...said, ...change(contact, issuedAt) } })
  }

  /** When it was recorded, as Belgrade has it. */
  async function corrected(reference: CaseReference, correction: EventId) {
    const { state } = await view(network, BELGRADE, reference)
    const known = state['known'] as Record<string, { recordedAt: Instant }>
    const held = known[correction]
    if (held === undefined) throw new Error('the correction is held')
    return held
  }

  it('is taken where all that is said of it is so', async () => {
    expect(await saidOfIt(() => ({}))).toBe('stored')
  })

  it.each<readonly [string, Parameters<typeof saidOfIt>[0], RefusalReason]>([
    [
      'is of another event',
      (_contact, issuedAt) => ({ putsRight: [{ corrects: NOWHERE, issuedAt }] }),
      'original-invalid',
    ],
    [
      'was issued at another time',
      (corrects, issuedAt) => ({
        putsRight: [{ corrects, issuedAt: plusMilliseconds(issuedAt, 1) }],
      }),
      'original-invalid',
    ],
    [
      'is to be answered to somebody else',
      () => ({ among: [VIENNA, BELGRADE] }),
      'consent-does-not-cover',
    ],
    ['is to be answered to nobody', () => ({ among: [] }), 'consent-does-not-cover'],
  ])('is quarantined where it says that it %s', async (_what, change, reason) => {
    expect(await saidOfIt(change)).toBe(reason)
  })
})

describe('an answer that overtakes the news that it is about', () => {
  it.each<readonly [string, (about: EventId) => Pick<EventDraft, 'type' | 'facts'>]>([
    [
      'to what was taken back',
      (narrowing) => ({
        type: 'HoldersAnswered',
        facts: { narrowing, answer: 'erased', sections: ['contact'], retained: [] },
      }),
    ],
    [
      'to a correction',
      (correction) => ({ type: 'CorrectionAcknowledged', facts: { correction } }),
    ],
  ])(
    'is neither taken nor refused: it is sent again until the news is there: %s',
    async (_what, said) => {
      const { begun, jws } = await begin()
      const answer = await send(begun, {
        by: SKOPJE,
        to: VIENNA,
        grant: { basis: { kind: 'notice', about: begun.next } },
        draft: {
          ...said(begun.next),
          occurredAt: network.now(),
          sections: {},
          clauses: [],
          recipients: [],
        } as EventDraft,
      })
      // Mail is taken in its order: once what came after it is settled, so is the answer.
      expect(await sent(begun, { to: VIENNA, original: jws })).toBe('stored')
      expect(fateOf(VIENNA, answer)).toBeUndefined()
    },
  )
})
