import type { CaseCommandBody, CaseView, ReplayResponse, SectionEntry } from '@trm/contracts'
import type { SectionName } from '@trm/domain'
import { plusMilliseconds, type EventId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startMemoryNetwork,
  type MemoryAgent,
  type MemoryNetwork,
} from '../support/memory-agents.ts'
import {
  answerBecomes,
  answerOf,
  BELGRADE,
  clause,
  DAY_MS,
  FURTHER_USE,
  handedOver,
  VIENNA,
  view,
  type HandoverCase,
} from './handover-case.ts'

let network: MemoryNetwork
let held: HandoverCase
let belgrade: MemoryAgent
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await handedOver(network)
  belgrade = network.agent(BELGRADE)
})
afterEach(() => network.stop())

type Stored = {
  readonly sections: { readonly name: string; readonly keyId: string; ciphertext: string }[]
}
type Entry = { readonly id: string; json: string }

const entryOf = (event: EventId, agent = belgrade): Entry | undefined =>
  agent.storeState.streams.get(`case-${held.reference}`)?.find(({ id }) => id === event)

/** The key of a section of an event, as it lies in the vault of an agent. */
function keyOf(event: EventId, section: SectionName, agent = belgrade) {
  const { sections } = JSON.parse(entryOf(event, agent)?.json ?? '{}') as Stored
  const keyId = sections.find(({ name }) => name === section)?.keyId
  return [...agent.vaultState.sectionKeys].find(([, key]) => key.keyId === keyId)
}

/** Nobody decided it, and nothing says so: a broken disk, or a hand that was in the vault. */
function loseKey(event: EventId, section: SectionName, agent = belgrade): void {
  const [place] = keyOf(event, section, agent) ?? []
  expect(agent.vaultState.sectionKeys.delete(place ?? '')).toBe(true)
}

async function damageValue(event: EventId, section: SectionName): Promise<void> {
  await belgrade.stop()
  const entry = entryOf(event)
  const stored = JSON.parse(entry?.json ?? '{}') as Stored
  for (const each of stored.sections)
    if (each.name === section)
      each.ciphertext = each.ciphertext.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))
  Object.assign(entry ?? {}, { json: JSON.stringify(stored) })
  await belgrade.start()
}

type WithoutPlace<Entry> = Entry extends unknown
  ? Omit<Entry, 'event' | 'author' | 'writtenBy' | 'recordedAt'>
  : never

/** What the view says of a section of an event, but for which event that is. */
async function shown(
  event: EventId,
  section: SectionName,
  by: string = BELGRADE,
): Promise<WithoutPlace<SectionEntry> | undefined> {
  const { sections } = await view(network, by, held.reference)
  const found = sections[section]?.find((entry) => entry.event === event)
  if (found === undefined) return undefined
  const { event: _event, author: _author, recordedAt: _recordedAt, ...rest } = found
  return rest
}

async function replayed(by: string = BELGRADE): Promise<ReplayResponse> {
  const { body } = await network.agent(by).request('GET', `/timeline/cases/${held.reference}`)
  return body as ReplayResponse
}

/** What the replay says of a section of an event. */
async function told(event: EventId, section: SectionName, by: string = BELGRADE) {
  const { events } = await replayed(by)
  const { sections } = events.find((each) => each.event === event) ?? { sections: [] }
  return sections.find(({ name }) => name === section)
}

/** An event of a type by what it is called in the history that Belgrade holds. */
async function placed(type: string) {
  const { events } = await replayed()
  const {
    number,
    event,
    author: by,
    recordedAt: at,
  } = events.find((each) => each.type === type) ?? {}
  return { number, event, by, at }
}

const alarms = (agent = belgrade) =>
  agent.logged
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ msg }) => msg === 'vault.section-cannot-open')
    .map(({ level, eventId, reason }) => ({ level, eventId, reason }))

const narrow = (section: SectionName, clauseId = 'c1'): CaseCommandBody => ({
  type: 'NarrowDataConsent',
  consent: held.consent,
  clause: clauseId,
  sections: [section],
})

async function viennaGives(command: CaseCommandBody): Promise<EventId> {
  const { event } = await network.agent(VIENNA).command(held.reference, command)
  await network.delivered(VIENNA, event)
  return event
}

const handContact = () =>
  viennaGives({ type: 'ExchangeContact', referral: held.referral, share: ['identity', 'contact'] })

const eraseHere = (...sections: SectionName[]): CaseCommandBody => ({
  type: 'RecordErasure',
  sections,
  authority: 'courtOrder',
})

describe('a section that cannot be read', () => {
  it('was erased as its holder answered: to what, when and by whom', async () => {
    const narrowing = await viennaGives(narrow('contact'))
    await answerOf(network, held.reference, narrowing, BELGRADE)
    const answer = await placed('HoldersAnswered')
    expect(answer.by).toBe(BELGRADE)
    const asked = await placed('DataConsentNarrowed')
    expect(asked).toMatchObject({ event: narrowing, by: VIENNA })
    expect(await shown(held.contact, 'contact')).toStrictEqual({
      status: 'erased',
      under: { kind: 'answered', ...answer, asked },
    })
    expect(await told(held.contact, 'contact')).toStrictEqual({
      name: 'contact',
      status: 'erased',
      erasedUnder: answer.number,
    })
    expect(alarms()).toStrictEqual([])
  })

  it('was erased by decision here: under which authority, when and by whom', async () => {
    await belgrade.command(held.reference, eraseHere('contact'))
    const record = await placed('PersonalDataErased')
    expect(record.by).toBe(BELGRADE)
    expect(await shown(held.contact, 'contact')).toStrictEqual({
      status: 'erased',
      under: { kind: 'recorded', ...record, authority: 'courtOrder' },
    })
    expect(alarms()).toStrictEqual([])
  })

  it('is erased, and its answer is not recorded yet: it says what asked for that, and no more', async () => {
    belgrade.failing.add('HoldersAnswered')
    await viennaGives(narrow('contact'))
    await waitFor(() => keyOf(held.contact, 'contact') === undefined, {
      deadlineMs: 8_000,
      what: 'the key to be destroyed',
    })
    const asked = await placed('DataConsentNarrowed')
    expect(await shown(held.contact, 'contact')).toStrictEqual({
      status: 'erased',
      under: { kind: 'unrecorded', asked },
    })
    expect(await told(held.contact, 'contact')).toStrictEqual({
      name: 'contact',
      status: 'erased-unrecorded',
      askedUnder: asked.number,
    })
    expect((await replayed()).events.map(({ type }) => type)).not.toContain('HoldersAnswered')
    expect(alarms()).toStrictEqual([])

    await belgrade.stop()
    belgrade.failing.clear()
    await belgrade.start()
    await waitFor(async () => (await told(held.contact, 'contact'))?.status === 'erased', {
      deadlineMs: 8_000,
      what: 'the answer',
    })
  })

  it('is withheld: by which rule, and what would satisfy it', async () => {
    network.passTime(31 * DAY_MS)
    const rule = 'outside-window'
    expect(await shown(held.contact, 'contact')).toStrictEqual({
      status: 'withheld',
      rule,
      remedy: 'she would have to consent anew: the time for it has not begun or is over',
    })
    expect(await told(held.contact, 'contact')).toStrictEqual({
      name: 'contact',
      status: 'withheld',
      rule,
    })
  })

  it('was never collected by its author; whoever it was sent to learns only that it did not come', async () => {
    const event = await viennaGives({
      type: 'ExchangeContact',
      referral: held.referral,
      share: ['contact'],
    })
    expect(await shown(event, 'identity', VIENNA)).toStrictEqual({ status: 'never-collected' })
    expect(await told(event, 'identity', VIENNA)).toStrictEqual({
      name: 'identity',
      status: 'never-collected',
    })
    const notGiven = {
      status: 'withheld',
      rule: 'not-given',
      remedy: 'ask its author, if it is needed: nothing says whether there is anything in it',
    }
    expect(await shown(event, 'identity')).toStrictEqual(notGiven)
    // The same where Vienna recorded it and Belgrade is not to have it.
    await viennaGives(narrow('identity'))
    const kept = await handContact()
    expect(await shown(kept, 'identity')).toStrictEqual(notGiven)
    // Events of this type never carry it: nobody says anything of it.
    expect(await shown(event, 'health', VIENNA)).toBeUndefined()
  })
})

describe('what is lost and not erased', () => {
  const lost = { status: 'cannot-open', fault: 'key-missing' }
  const alarm = () => ({ level: 'error', eventId: held.contact, reason: 'key-missing' })

  it('cannot be opened, and that is a fault: an alarm without a value, and never an erasure', async () => {
    loseKey(held.contact, 'contact')
    expect(await shown(held.contact, 'contact')).toStrictEqual(lost)
    expect(alarms()).toStrictEqual([alarm()])
    expect(await told(held.contact, 'contact')).toStrictEqual({ name: 'contact', ...lost })
    expect(alarms()).toStrictEqual([alarm(), alarm()])
    // The others are read as before.
    expect(await shown(held.contact, 'identity')).toMatchObject({ status: 'open' })
  })

  it('is damaged: it says so of this section and shows the others', async () => {
    await damageValue(held.contact, 'contact')
    expect(await shown(held.contact, 'contact')).toStrictEqual({
      status: 'cannot-open',
      fault: 'value-damaged',
    })
    expect(await shown(held.contact, 'identity')).toMatchObject({ status: 'open' })
    expect(alarms()).toContainEqual({ ...alarm(), reason: 'value-damaged' })
  })

  it('has another key than it was put away with', async () => {
    const [, key] = keyOf(held.contact, 'contact') ?? []
    key?.key.fill(7)
    expect(await shown(held.contact, 'contact')).toStrictEqual({
      status: 'cannot-open',
      fault: 'value-damaged',
    })
  })

  it.each<[string, () => Promise<unknown>]>([
    ['of another section', () => belgrade.command(held.reference, eraseHere('identity'))],
    [
      'of what came under another clause',
      async () => {
        await viennaGives({
          type: 'GiveDataConsent',
          ...FURTHER_USE,
          clauses: [clause(network, 'c1', [VIENNA, BELGRADE], ['identity', 'contact'])],
        })
        const narrowing = await viennaGives(narrow('contact'))
        await answerOf(network, held.reference, narrowing, BELGRADE)
        // It comes again, under the second consent, which nobody has narrowed.
        held = { ...held, contact: await handContact() }
      },
    ],
    [
      'that was recorded before it came',
      async () => {
        await belgrade.command(held.reference, eraseHere('contact'))
        held = { ...held, contact: await handContact() }
      },
    ],
    [
      'that a hold forbids',
      async () => {
        await belgrade.command(held.reference, {
          type: 'PlaceLegalHold',
          sections: ['contact'],
          citation: 'court-7',
          until: plusMilliseconds(network.now(), DAY_MS),
        })
        const narrowing = await viennaGives(narrow('contact'))
        await answerBecomes(network, held.reference, narrowing, BELGRADE, 'retained')
      },
    ],
  ])('is not said to be erased for an erasure %s', async (_what, erase) => {
    await erase()
    loseKey(held.contact, 'contact')
    expect(await shown(held.contact, 'contact')).toStrictEqual(lost)
    expect(await told(held.contact, 'contact')).toStrictEqual({ name: 'contact', ...lost })
    expect(alarms()).toStrictEqual([alarm(), alarm()])
  })

  it('is not said to be erased at whoever wrote it, though it was taken back from the other side', async () => {
    const narrowing = await viennaGives(narrow('contact'))
    await answerOf(network, held.reference, narrowing, BELGRADE)
    loseKey(held.contact, 'contact', network.agent(VIENNA))
    expect(await shown(held.contact, 'contact', VIENNA)).toStrictEqual(lost)
    // One key is that of everything it wrote in the section: each event of it is a fault.
    const opening = (await view(network, VIENNA, held.reference)).sections.contact?.[0]?.event
    const both = [{ ...alarm(), eventId: opening }, alarm()]
    expect(alarms(network.agent(VIENNA))).toStrictEqual([...both, ...both])
  })

  it('is in no log line or answer with a value', async () => {
    loseKey(held.contact, 'contact')
    const { sections } = (await view(network, BELGRADE, held.reference)) satisfies CaseView
    const text = JSON.stringify([sections.contact, belgrade.logged])
    for (const value of ['posta.example', 'Milica']) expect(text).not.toContain(value)
  })
})
