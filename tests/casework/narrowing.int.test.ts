import { memoryMailbox } from '@trm/adapter-memory'
import { composeEvent, packCopy } from '@trm/case-log'
import type { CaseCommandBody } from '@trm/contracts'
import type { EventDraft } from '@trm/domain'
import { participantOf, plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { randomToken, sealMessage } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  answerBecomes,
  answerOf,
  BELGRADE,
  clause,
  DAY_MS,
  handedOver,
  SKOPJE,
  statuses,
  VIENNA,
} from './handover-case.ts'

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
})
afterEach(() => network.stop())

const narrow = (
  consent: EventId,
  clauseId: string,
  section: 'contact' | 'needs',
): CaseCommandBody => ({
  type: 'NarrowDataConsent',
  consent,
  clause: clauseId,
  sections: [section],
})

/** How many answers an organisation holds, of whomever. */
const answersHeld = (by: string) =>
  network.agent(by).storeState.log.filter(({ type }) => type === 'HoldersAnswered').length

describe('what a reader may see of a value', () => {
  it('is open, withheld after its time, or erased: different things, never one blank', async () => {
    const { reference, consent } = await handedOver(network)
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual(['open'])
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['open'])

    const vienna = network.agent(VIENNA)
    const { event } = await vienna.command(reference, narrow(consent, 'c1', 'contact'))
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('erased')
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['erased'])
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual(['open'])

    network.passTime(31 * DAY_MS)
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual([
      'withheld outside-window',
    ])
    // What Vienna wrote itself it goes on reading.
    expect(await statuses(network, VIENNA, reference, 'contact')).toStrictEqual(['open', 'open'])
  })

  it('is erased at the one who narrowed a clause under which it read, which says so', async () => {
    const { reference, consent } = await handedOver(network)
    const vienna = network.agent(VIENNA)
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open', 'open'])
    const { event } = await vienna.command(reference, narrow(consent, 'c2', 'needs'))
    expect(await answerOf(network, reference, event, VIENNA)).toBe('erased')
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open', 'erased'])
    await waitFor(() => answersHeld(BELGRADE) === 2, {
      deadlineMs: 8_000,
      what: 'the answer at who disclosed it',
    })
    // Belgrade was to disclose it, and wrote it itself: it stops, and keeps what is its own.
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('restricted')
    expect(await statuses(network, BELGRADE, reference, 'needs')).toStrictEqual(['open', 'open'])
  })
})

describe('the answer of who took the consent', () => {
  it('is completed after a crash between erasing and answering, and given once', async () => {
    const { reference, consent } = await handedOver(network)
    const vienna = network.agent(VIENNA)
    vienna.failing.add('HoldersAnswered')
    await vienna.command(reference, narrow(consent, 'c2', 'needs'))
    await waitFor(
      async () => (await statuses(network, VIENNA, reference, 'needs'))[1] === 'erased',
      { deadlineMs: 8_000, what: 'the erasure' },
    )
    await vienna.stop()
    expect(answersHeld(VIENNA)).toBe(0)
    vienna.failing.clear()
    await vienna.start()
    await waitFor(() => answersHeld(VIENNA) === 1, { deadlineMs: 8_000, what: 'the answer' })
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open', 'erased'])
  })

  it('retains what a hold of its own keeps, and erases it when that is lifted', async () => {
    const { reference, consent } = await handedOver(network)
    const vienna = network.agent(VIENNA)
    const { event: hold } = await vienna.command(reference, {
      type: 'PlaceLegalHold',
      sections: ['needs'],
      citation: 'court-7',
      until: plusMilliseconds(network.now(), DAY_MS),
    })
    const { event } = await vienna.command(reference, narrow(consent, 'c2', 'needs'))
    expect(await answerOf(network, reference, event, VIENNA)).toBe('retained')
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual([
      'open',
      'withheld section-narrowed',
    ])
    await vienna.command(reference, { type: 'LiftLegalHold', hold })
    await answerBecomes(network, reference, event, VIENNA, 'erased')
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open', 'erased'])
  })

  it('keeps what came under another clause, and what it wrote itself', async () => {
    const { reference, consent } = await handedOver(network)
    const vienna = network.agent(VIENNA)
    const { event } = await vienna.command(reference, narrow(consent, 'c1', 'needs'))
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('erased')
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open', 'open'])
    // Belgrade's.
    expect(answersHeld(VIENNA)).toBe(1)
  })
})

describe('the answer of a holder', () => {
  it('erases what came under the clause and not what the holder wrote in the same section', async () => {
    const { reference, consent } = await handedOver(network)
    expect(await statuses(network, BELGRADE, reference, 'needs')).toStrictEqual(['open', 'open'])
    const vienna = network.agent(VIENNA)
    const { event } = await vienna.command(reference, narrow(consent, 'c1', 'needs'))
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('erased')
    expect(await statuses(network, BELGRADE, reference, 'needs')).toStrictEqual(['erased', 'open'])
  })

  it('is completed after a crash between erasing and answering', async () => {
    const { reference, consent } = await handedOver(network)
    const belgrade = network.agent(BELGRADE)
    belgrade.failing.add('HoldersAnswered')
    const vienna = network.agent(VIENNA)
    const { event } = await vienna.command(reference, narrow(consent, 'c1', 'contact'))
    await waitFor(
      async () => (await statuses(network, BELGRADE, reference, 'contact'))[0] === 'erased',
      { deadlineMs: 8_000, what: 'the erasure' },
    )
    await belgrade.stop()
    expect(belgrade.storeState.log.some(({ type }) => type === 'HoldersAnswered')).toBe(false)

    belgrade.failing.clear()
    await belgrade.start()
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('erased')
    const answers = belgrade.storeState.log.filter(({ type }) => type === 'HoldersAnswered')
    expect(answers).toHaveLength(1)
  })
})

describe('an organisation that has not taken the consent', () => {
  /** Sends Belgrade an event of Skopje's about somebody else's case, well formed and well signed. */
  async function skopjeTells(
    reference: CaseReference,
    draft: EventDraft,
    before: readonly EventId[],
  ): Promise<EventId> {
    const { party, directory } = network.agent(SKOPJE)
    const [own] = before
    const prev = before.at(-1)
    const now = network.now()
    const composed = await composeEvent({
      case: reference,
      author: SKOPJE,
      tokenId: randomToken(),
      recordedAt: now,
      draft,
      plan: [
        {
          grant: {
            to: BELGRADE,
            sections: [],
            basis: { kind: 'consent', consent: own ?? 'this', clause: 'c1' },
            purpose: 'handover',
            until: plusMilliseconds(now, DAY_MS),
            onward: false,
          },
          withheld: [],
        },
      ],
      chainHeads: new Map(
        prev === undefined ? [] : [[BELGRADE, { seq: before.length, event: prev }]],
      ),
      signer: party.identity.signer,
    })
    const copy = packCopy({
      jws: composed.jws,
      disclosures: [...composed.grants, ...composed.clauses],
    })
    const key = network.agent(BELGRADE).party.identity.sealing
    const address = directory.mailboxOf(BELGRADE)
    if (address === undefined) throw new Error('Belgrade is listed')
    const mailbox = memoryMailbox(network.office, {
      participant: participantOf(SKOPJE),
      mailbox: 'unused',
    })
    await mailbox.publish(address, {
      id: randomToken(),
      source: participantOf(SKOPJE),
      time: `${now.slice(0, 16)}:00Z`,
      body: sealMessage({
        sender: SKOPJE,
        recipient: BELGRADE,
        recipientKeyId: key.keyId,
        recipientPublicKey: key.publicKey,
        items: [{ kind: 'event', bytes: copy }],
      }),
    })
    const { storeState } = network.agent(BELGRADE)
    await waitFor(() => storeState.log.some(({ id }) => id === composed.event.id), {
      deadlineMs: 8_000,
      what: 'the event in the case log',
    })
    return composed.event.id
  }

  const consentOfItsOwn = (): EventDraft => ({
    type: 'DataConsentGiven',
    occurredAt: network.now(),
    facts: {
      giver: 'self',
      form: 'written',
      formVersion: '2026-03',
      language: 'mk',
      interpreter: false,
      matters: ['furtherUse'],
      evidence: [],
    },
    sections: {},
    clauses: [clause(network, 'c1', [SKOPJE, BELGRADE], ['contact', 'identity'], ['handover'])],
    recipients: [],
  })
  const narrowing = (consent: EventId): EventDraft => ({
    type: 'DataConsentNarrowed',
    occurredAt: network.now(),
    facts: { consent, clause: 'c1', sections: ['contact', 'identity'] },
    sections: {},
    clauses: [],
    recipients: [],
  })

  it('cannot have erased what others disclosed', async () => {
    const { reference, consent } = await handedOver(network)
    const own = await skopjeTells(reference, consentOfItsOwn(), [])
    const foreign = await skopjeTells(reference, narrowing(consent), [own])
    await skopjeTells(reference, narrowing(own), [own, foreign])
    // Narrowings are answered in their order: once a later, rightful one is, those before it are done.
    const { event } = await network.agent(VIENNA).command(reference, narrow(consent, 'c1', 'needs'))
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('erased')

    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['open'])
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual(['open'])
  })
})
