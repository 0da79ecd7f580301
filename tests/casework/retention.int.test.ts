import type { RetentionReport } from '@trm/contracts'
import type { PolicyPack, SectionName } from '@trm/domain'
import { plusMilliseconds, type CaseReference, type EventId, type Instant } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { policyOf } from '../support/policies.ts'
import { BELGRADE, DAY_MS, handedOver, RECORD, statuses, view, VIENNA } from './handover-case.ts'

const HOUR_MS = 60 * 60 * 1000
const TERM = { months: 12, after: 'caseClosed' } as const
const RULE = { of: 'own', ...TERM } as const

/** Own values go a year after the closing, received ones a month after their grant; executed or not. */
let execute: boolean
const changed = (policy: PolicyPack): PolicyPack => ({
  ...policy,
  retention: {
    execute,
    own: { otherwise: TERM, sections: [] },
    received: { otherwise: { months: 1, after: 'grantEnd' }, sections: [] },
  },
})

let network: MemoryNetwork
beforeEach(async () => {
  execute = true
  network = await startMemoryNetwork([VIENNA, BELGRADE], {}, changed)
})
afterEach(() => network.stop())

/** A case that Vienna opened and closed, and the day on which what it wrote is not kept any longer. */
async function closed(): Promise<{
  readonly reference: CaseReference
  readonly closing: EventId
  readonly day: Instant
}> {
  const vienna = network.agent(VIENNA)
  const reference = await vienna.openCase(RECORD)
  const reason = 'supportCompleted'
  const { event } = await vienna.command(reference, { type: 'CloseCase', reason })
  const { state } = await view(network, VIENNA, reference)
  const known = state['known'] as Readonly<Record<string, { readonly recordedAt: string }>>
  const day = new Date(known[event]?.recordedAt ?? '')
  day.setUTCFullYear(day.getUTCFullYear() + 1)
  return { reference, closing: event, day: day.toISOString() as Instant }
}

function payloadOf(json: string): unknown {
  const { jws } = JSON.parse(json) as { jws: string }
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8'))
}

const passUntil = (time: Instant) => {
  network.passTime(Date.parse(time) - Date.parse(network.now()))
}

/** What an organisation recorded of erasures, as it was signed. */
const erasuresAt = (by: string) =>
  network
    .agent(by)
    .storeState.log.filter(({ type }) => type === 'PersonalDataErased')
    .map(({ json }) => (payloadOf(json) as { facts: unknown }).facts)

const seen = (reference: CaseReference, section: SectionName, by: string = VIENNA) =>
  statuses(network, by, reference, section)

const become = (reference: CaseReference, section: SectionName, ...wanted: readonly string[]) =>
  waitFor(async () => (await seen(reference, section)).join() === wanted.join(), {
    deadlineMs: 8_000,
    what: `${section} to be ${wanted.join()}`,
  })

async function reportOf(by: string, user = 'auditor'): Promise<RetentionReport> {
  const token = `${user}-at-${by}`
  const { status, body } = await network
    .agent(by)
    .request('GET', '/casework/retention', undefined, token)
  expect(status).toBe(200)
  return body as RetentionReport
}

const logged = (by: string, message: string) =>
  network.agent(by).logged.filter((line) => line.includes(`"${message}"`))

const isLogged = (by: string, message: string) =>
  waitFor(() => logged(by, message).length > 0, { deadlineMs: 8_000, what: message })

/** Long enough for an agent that has something to do to have done it. */
async function turns() {
  for (let turn = 0; turn < 200; turn++) await setImmediate()
}

describe('what the schedule ends, where it is executed', () => {
  it('is erased on its day though nothing else happens, and recorded once', async () => {
    const { reference, day } = await closed()
    passUntil(plusMilliseconds(day, -HOUR_MS))
    expect((await reportOf(VIENNA)).next).toBe(day)
    expect(await seen(reference, 'identity')).toStrictEqual(['open'])
    passUntil(day)
    await become(reference, 'identity', 'erased')
    await become(reference, 'contact', 'erased')
    expect(erasuresAt(VIENNA)).toStrictEqual([
      { sections: ['identity', 'contact'], authority: 'retentionEnded' },
    ])
    await isLogged(VIENNA, 'casework.retention-erased')
    const [line = ''] = logged(VIENNA, 'casework.retention-erased')
    expect(JSON.parse(line)).toMatchObject({ level: 'info', count: 2 })
    expect(line).not.toContain(reference)
    expect((await reportOf(VIENNA)).cases).toStrictEqual([])
  })

  it('is erased at the start of an agent that was stopped on its day', async () => {
    const { reference, day } = await closed()
    const vienna = network.agent(VIENNA)
    await vienna.stop()
    passUntil(day)
    expect(erasuresAt(VIENNA)).toStrictEqual([])
    await vienna.start()
    await become(reference, 'identity', 'erased')
    await vienna.stop()
    await vienna.start()
    await turns()
    expect(erasuresAt(VIENNA)).toHaveLength(1)
  })

  it('is not erased while the case is open, nor in one that was opened again', async () => {
    const vienna = network.agent(VIENNA)
    const open = await vienna.openCase(RECORD)
    const { reference, closing, day } = await closed()
    await vienna.command(reference, { type: 'ReopenCase', closing, reason: 'newNeeds' })
    const other = await closed()
    await vienna.stop()
    passUntil(plusMilliseconds(day, 400 * DAY_MS))
    await vienna.start()
    // Cases are looked at in the order of the log: the others were looked at before this one.
    await become(other.reference, 'identity', 'erased')
    expect(await seen(open, 'identity')).toStrictEqual(['open'])
    expect(await seen(reference, 'identity')).toStrictEqual(['open'])
    expect(await reportOf(VIENNA)).toMatchObject({ cases: [], unreadable: 0 })
  })

  it('is erased with its section: what came from others whose grant is over', async () => {
    const { reference } = await handedOver(network)
    // Who took the consent is away for months: nobody says that it has run out.
    await network.agent(VIENNA).stop()
    const belgrade = network.agent(BELGRADE)
    network.passTime(62 * DAY_MS)
    await waitFor(async () => (await seen(reference, 'identity', BELGRADE))[0] === 'erased', {
      deadlineMs: 8_000,
      what: 'the erasure of what was received',
    })
    expect(erasuresAt(BELGRADE)).toStrictEqual([
      { sections: ['identity', 'contact'], authority: 'retentionEnded' },
    ])
    // It wrote in this section itself, so the whole of it stays; what came may not be read.
    expect(await seen(reference, 'needs', BELGRADE)).toStrictEqual([
      'withheld outside-window',
      'open',
    ])
    expect(belgrade.storeState.log.some(({ type }) => type === 'HoldersAnswered')).toBe(false)
  })
})

describe('a legal hold', () => {
  it('keeps what it covers, in the report too, and it is erased at the hour at which it ends', async () => {
    const { reference, day } = await closed()
    const until = plusMilliseconds(day, 10 * DAY_MS)
    const hold = {
      type: 'PlaceLegalHold',
      sections: ['contact'],
      citation: 'court-7',
      until,
    } as const
    await network.agent(VIENNA).command(reference, hold)
    passUntil(day)
    await become(reference, 'identity', 'erased')
    expect(await seen(reference, 'contact')).toStrictEqual(['open'])
    expect(await reportOf(VIENNA)).toMatchObject({
      cases: [
        {
          case: reference,
          due: [],
          kept: [{ section: 'contact', since: day, rule: RULE, citation: 'court-7', until }],
        },
      ],
      next: until,
    })
    passUntil(until)
    await become(reference, 'contact', 'erased')
    expect(erasuresAt(VIENNA)).toStrictEqual([
      { sections: ['identity'], authority: 'retentionEnded' },
      { sections: ['contact'], authority: 'retentionEnded' },
    ])
  })

  it('that is lifted keeps nothing any more', async () => {
    const { reference, day } = await closed()
    const vienna = network.agent(VIENNA)
    const until = plusMilliseconds(day, 10 * DAY_MS)
    const { event } = await vienna.command(reference, {
      type: 'PlaceLegalHold',
      sections: ['identity', 'contact'],
      citation: 'court-7',
      until,
    })
    passUntil(day)
    await turns()
    expect(await seen(reference, 'identity')).toStrictEqual(['open'])
    await vienna.command(reference, { type: 'LiftLegalHold', hold: event })
    await become(reference, 'identity', 'erased')
  })
})

describe('an erasure that was recorded and not done when the agent crashed', () => {
  it('is done at the next start, and is not recorded again', async () => {
    const { reference, day } = await closed()
    const vienna = network.agent(VIENNA)
    vienna.keeping.isHeld = true
    passUntil(day)
    await waitFor(() => erasuresAt(VIENNA).length > 0, { deadlineMs: 8_000, what: 'the record' })
    expect(await seen(reference, 'identity')).toStrictEqual(['withheld erasure-recorded'])
    // It is decided: nothing is left for the schedule to ask for.
    expect((await reportOf(VIENNA)).cases).toStrictEqual([])
    await vienna.stop()
    vienna.keeping.isHeld = false
    await vienna.start()
    await become(reference, 'identity', 'erased')
    await become(reference, 'contact', 'erased')
    expect(erasuresAt(VIENNA)).toHaveLength(1)
  })

  it('is recorded and done at the next start where it could not be recorded', async () => {
    const { reference, day } = await closed()
    const vienna = network.agent(VIENNA)
    vienna.failing.add('PersonalDataErased')
    passUntil(day)
    await turns()
    expect(await seen(reference, 'identity')).toStrictEqual(['open'])
    await vienna.stop()
    vienna.failing.clear()
    await vienna.start()
    await become(reference, 'identity', 'erased')
    expect(erasuresAt(VIENNA)).toHaveLength(1)
  })
})

describe('a dry run', () => {
  beforeEach(async () => {
    await network.stop()
    execute = false
    network = await startMemoryNetwork([VIENNA, BELGRADE], {}, changed)
  })

  it('says what would be erased, since when and by which rule, and erases nothing', async () => {
    const { reference, day } = await closed()
    passUntil(plusMilliseconds(day, DAY_MS))
    await isLogged(VIENNA, 'casework.retention-due')
    const [line = ''] = logged(VIENNA, 'casework.retention-due')
    expect(JSON.parse(line)).toMatchObject({ level: 'info', count: 2 })
    const { at, ...report } = await reportOf(VIENNA)
    expect(at >= plusMilliseconds(day, DAY_MS)).toBe(true)
    expect(report).toStrictEqual({
      organisation: VIENNA,
      policy: (await policyOf(network.agent(VIENNA).party.participant)).version,
      execute: false,
      cases: [
        {
          case: reference,
          due: [
            { section: 'identity', since: day, rule: RULE },
            { section: 'contact', since: day, rule: RULE },
          ],
          kept: [],
        },
      ],
      unreadable: 0,
    })
    expect(JSON.stringify(report)).not.toMatch(/Milica|Petrović|posta/)
    expect(await seen(reference, 'identity')).toStrictEqual(['open'])
    expect(erasuresAt(VIENNA)).toStrictEqual([])
  })

  it('is executed from the next start on at which the policy says so', async () => {
    const { reference, day } = await closed()
    passUntil(day)
    await isLogged(VIENNA, 'casework.retention-due')
    const vienna = network.agent(VIENNA)
    await vienna.stop()
    execute = true
    await vienna.start()
    await become(reference, 'identity', 'erased')
  })

  it('is for caseworkers and auditors, and for nobody else', async () => {
    const vienna = network.agent(VIENNA)
    const statusFor = async (token: string) =>
      (await vienna.request('GET', '/casework/retention', undefined, token)).status
    expect((await reportOf(VIENNA, 'caseworker')).cases).toStrictEqual([])
    expect(await statusFor(`nobody-at-${VIENNA}`)).toBe(403)
    expect(await statusFor(`auditor-at-${BELGRADE}`)).toBe(401)
    expect(await statusFor('')).toBe(401)
  })

  it('counts a case that cannot be read, and hides no other behind it', async () => {
    const vienna = network.agent(VIENNA)
    const damaged = await vienna.openCase(RECORD)
    const { reference, day } = await closed()
    await vienna.stop()
    const stored = vienna.storeState.streams.get(`case-${damaged}`)?.[0]
    if (stored === undefined) throw new Error('a case has a first event')
    const spoiled = { ...stored, json: stored.json.replace('"jws"', '"jwz"') }
    vienna.storeState.streams.set(`case-${damaged}`, [spoiled])
    passUntil(day)
    await vienna.start()
    await isLogged(VIENNA, 'casework.retention-due')
    const { cases, unreadable } = await reportOf(VIENNA)
    expect({ cases: cases.map((each) => each.case), unreadable }).toStrictEqual({
      cases: [reference],
      unreadable: 1,
    })
  })
})

describe('an erasure that is decided while somebody opens the case again', () => {
  it('is not recorded: what it was decided on is over', async () => {
    const { reference, closing, day } = await closed()
    const vienna = network.agent(VIENNA)
    const reopen = { type: 'ReopenCase', closing, reason: 'closedInError' } as const
    let isReopened = false
    vienna.before.set('PersonalDataErased', async () => {
      await vienna.command(reference, reopen)
      isReopened = true
    })
    passUntil(day)
    await waitFor(() => isReopened, { deadlineMs: 8_000, what: 'the case to be opened again' })
    await isLogged(VIENNA, 'casework.retention-refused')
    await turns()
    expect(erasuresAt(VIENNA)).toStrictEqual([])
    expect(await seen(reference, 'identity')).toStrictEqual(['open'])
  })
})
