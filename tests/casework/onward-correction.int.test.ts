import type { AttentionList, CaseCommandBody, CaseView } from '@trm/contracts'
import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, DAY_MS, SKOPJE, statuses, VIENNA, view } from './handover-case.ts'
import { mayPassOn, passedOn as passOn, recordOf, share } from './onward-case.ts'

const DEADLINE_MS = 8_000
const HOUR_MS = 60 * 60 * 1000
const everybody = [VIENNA, BELGRADE, SKOPJE]

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork(everybody)
})
afterEach(() => network.stop())

const correct = (corrects: EventId, email = 'right@posta.example'): CaseCommandBody => ({
  type: 'IssueCorrection',
  corrects,
  reason: 'typingError',
  sections: { contact: { email } },
})

/** What an organisation passed on or was passed on of a correction, in the order in which it has it. */
function passedOnAt(at: typeof VIENNA, correction: EventId): readonly EventId[] {
  return network
    .agent(at)
    .storeState.log.filter(({ type }) => type === 'EventShared')
    .map(({ id }) => id as EventId)
    .filter((id) => factsOf(at, id)['event'] === correction)
}

/** The facts of an event as they were signed. */
function factsOf(at: typeof VIENNA, event: EventId): Readonly<Record<string, unknown>> {
  const [, payload = ''] = recordOf(network, at, event).jws.split('.')
  const text = Buffer.from(payload, 'base64url').toString()
  return (JSON.parse(text) as { facts: Record<string, unknown> }).facts
}

/** Waits until a correction was passed on to an organisation. @returns with which event */
function reaches(at: typeof VIENNA, correction: EventId): Promise<EventId> {
  return waitFor(() => passedOnAt(at, correction)[0], {
    deadlineMs: DEADLINE_MS,
    what: 'the correction that is passed on',
  })
}

/** The values of the contact that an organisation may read now. */
async function contactsAt(
  at: typeof VIENNA,
  reference: CaseReference,
): Promise<readonly unknown[]> {
  const { sections } = await view(network, at, reference)
  return (sections.contact ?? []).flatMap((entry) =>
    entry.status === 'open' ? [(entry.value as { email: string }).email] : [],
  )
}

async function holdersAt(at: typeof VIENNA, reference: CaseReference) {
  const { corrections } = await view(network, at, reference)
  return corrections.map(({ holders }) => holders)
}

async function taskListAt(at: typeof VIENNA): Promise<AttentionList['correctionsToPassOn']> {
  const { body } = await network.agent(at).request('GET', '/casework/attention')
  return (body as AttentionList).correctionsToPassOn
}

describe('a correction of what was passed on', () => {
  it('reaches who was passed it on as what its author signed, and of it what was passed on', async () => {
    const { reference, contact, shared } = await passOn(network)
    const { event: correction } = await network.agent(VIENNA).command(reference, {
      ...correct(contact),
      sections: { contact: { email: 'right@posta.example' }, identity: { firstName: 'Mila' } },
    } as CaseCommandBody)
    const passed = await reaches(SKOPJE, correction)
    const [right, original] = [
      recordOf(network, SKOPJE, passed),
      recordOf(network, VIENNA, correction),
    ]
    expect(right.original).toBe(original.jws)
    const digests = ({ sections }: typeof right) => sections.map(({ digest }) => digest).toSorted()
    expect(digests(right)).toStrictEqual(digests(original))
    const { sections, state } = await view(network, SKOPJE, reference)
    expect(sections.contact?.at(-1)).toMatchObject({
      status: 'open',
      event: passed,
      author: BELGRADE,
      writtenBy: VIENNA,
      value: { email: 'right@posta.example' },
    })
    expect((state['corrections'] as object)[correction as never]).toMatchObject({
      by: VIENNA,
      corrects: contact,
      concerns: [shared],
    })
    // Where it came from it is what it was: it is not there twice.
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['open', 'open'])
    for (const at of everybody) {
      const { body } = await network.agent(at).request('GET', `/timeline/cases/${reference}`)
      expect((body as { summary: object }).summary, at).toMatchObject({
        overDisclosures: 0,
        chainGaps: 0,
      })
    }
  })

  it('is acknowledged by each holder to its author, who sees which have not', async () => {
    const { reference, contact } = await passOn(network)
    const { event: correction } = await network.agent(VIENNA).command(reference, correct(contact))
    const passed = await reaches(VIENNA, correction)
    const direct = { holder: BELGRADE, isTold: true }
    const further = { holder: SKOPJE, through: BELGRADE, isTold: true }
    expect(await holdersAt(VIENNA, reference)).toStrictEqual([[direct, further]])
    await network.delivered(BELGRADE, passed)
    const { event: acknowledged } = await network
      .agent(SKOPJE)
      .command(reference, { type: 'AcknowledgeCorrection', correction })
    await network.delivered(SKOPJE, acknowledged)
    for (const at of [VIENNA, BELGRADE])
      expect(await holdersAt(at, reference)).toStrictEqual([[direct, { ...further, acknowledged }]])
    expect(await holdersAt(SKOPJE, reference)).toStrictEqual([[{ ...further, acknowledged }]])
  })

  it('reaches it after everybody was away, once, and so does the correction of it', async () => {
    const { reference, contact } = await passOn(network)
    const vienna = network.agent(VIENNA)
    const belgrade = network.agent(BELGRADE)
    const skopje = network.agent(SKOPJE)
    await skopje.stop()
    await belgrade.stop()
    const { event: first } = await vienna.command(reference, correct(contact))
    await belgrade.start()
    const once = await reaches(BELGRADE, first)
    await belgrade.stop()
    await skopje.start()
    const { event: second } = await vienna.command(reference, correct(first, 'x@posta.example'))
    await belgrade.start()
    await reaches(SKOPJE, second)
    expect(passedOnAt(SKOPJE, first)).toStrictEqual([once])
    expect(passedOnAt(SKOPJE, second)).toHaveLength(1)
    expect(await contactsAt(SKOPJE, reference)).toStrictEqual([
      'milica@posta.example',
      'right@posta.example',
      'x@posta.example',
    ])
    const { state } = await view(network, SKOPJE, reference)
    expect((state['corrections'] as CaseView['state'])[first]).toMatchObject({
      supersededBy: second,
    })
  })

  it('follows what is passed on at the same moment', async () => {
    const { reference, contact } = await mayPassOn(network)
    const belgrade = network.agent(BELGRADE)
    let issuedMeanwhile: EventId | undefined
    belgrade.before.set('EventShared', async () => {
      const issued = await network.agent(VIENNA).command(reference, correct(contact))
      issuedMeanwhile = issued.event
      await network.delivered(VIENNA, issued.event)
    })
    const { event: shared } = await belgrade.command(reference, share(contact))
    const correction = await waitFor(() => issuedMeanwhile, {
      deadlineMs: DEADLINE_MS,
      what: 'the correction',
    })
    const passed = await reaches(SKOPJE, correction)
    const order = network.agent(SKOPJE).storeState.log.map(({ id }) => id)
    expect(order.indexOf(shared)).toBeLessThan(order.indexOf(passed))
    const { state } = await view(network, SKOPJE, reference)
    expect((state['corrections'] as CaseView['state'])[correction]).toMatchObject({
      concerns: [shared],
    })
  })

  it('goes nowhere where she has taken back that it may, and nobody is asked to', async () => {
    const { reference, contact, next } = await passOn(network)
    const belgrade = network.agent(BELGRADE)
    const { event } = await belgrade.command(reference, {
      type: 'WithdrawDataConsent',
      consent: next,
    })
    await network.delivered(BELGRADE, event)
    const { event: correction } = await network.agent(VIENNA).command(reference, correct(contact))
    await network.delivered(VIENNA, correction)
    // What is recorded after it shows that its time to be passed on has passed.
    const { event: later } = await belgrade.command(reference, {
      type: 'AcknowledgeCorrection',
      correction,
    })
    await network.delivered(BELGRADE, later)
    expect(passedOnAt(BELGRADE, correction)).toStrictEqual([])
    expect(await taskListAt(BELGRADE)).toStrictEqual([])
    expect(await contactsAt(SKOPJE, reference)).toStrictEqual([])
  })

  it('is a task while it cannot be sent, with what would help, and goes once it can', async () => {
    const { reference, contact, shared } = await passOn(network)
    const licence = [{ from: plusMilliseconds(network.now(), -DAY_MS), until: network.now() }]
    await network.list(everybody, {}, { [SKOPJE]: { licence } })
    const { event: correction } = await network.agent(VIENNA).command(reference, correct(contact))
    await network.delivered(VIENNA, correction)
    expect(await taskListAt(BELGRADE)).toStrictEqual([
      {
        case: reference,
        correction,
        shared,
        holder: SKOPJE,
        since: expect.any(String) as string,
        sections: [
          {
            section: 'contact',
            rule: 'licence-not-in-force',
            remedy: expect.any(String) as string,
          },
        ],
      },
    ])
    expect(await taskListAt(VIENNA)).toStrictEqual([])
    await network.list(everybody)
    network.passTime(HOUR_MS + 1_000)
    await reaches(SKOPJE, correction)
    expect(await taskListAt(BELGRADE)).toStrictEqual([])
  })

  it('is a task where the key of the right value is gone', async () => {
    const { reference, contact } = await passOn(network)
    const belgrade = network.agent(BELGRADE)
    await belgrade.stop()
    const { event: correction } = await network.agent(VIENNA).command(reference, correct(contact))
    await network.agent(VIENNA).stop()
    belgrade.following.isHeld = true
    await belgrade.start()
    await waitFor(() => belgrade.storeState.log.some(({ id }) => id === correction), {
      deadlineMs: DEADLINE_MS,
      what: 'the correction',
    })
    const keyId = recordOf(network, BELGRADE, correction).sections[0]?.keyId
    for (const [place, key] of belgrade.vaultState.sectionKeys)
      if (key.keyId === keyId) belgrade.vaultState.sectionKeys.delete(place)
    belgrade.following.isHeld = false
    await waitFor(async () => (await taskListAt(BELGRADE)).length > 0, {
      deadlineMs: DEADLINE_MS,
      what: 'the task',
    })
    expect((await taskListAt(BELGRADE))[0]?.sections).toStrictEqual([
      {
        section: 'contact',
        rule: 'nothing-to-share',
        remedy: 'ask whoever wrote the correction to issue it anew',
      },
    ])
    expect(passedOnAt(BELGRADE, correction)).toStrictEqual([])
  })
})
