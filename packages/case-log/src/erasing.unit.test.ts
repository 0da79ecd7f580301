import { memoryVault, newVaultState } from '@trm/adapter-memory'
import type { Basis, EventDraft } from '@trm/domain'
import { invariant, isEventId, type CaseReference, type EventId } from '@trm/kernel'
import type { Vault } from '@trm/ports'
import { randomToken } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCaseLog, type CaseLog } from './case-log.ts'
import { composeEvent } from './compose.ts'
import {
  appendDraft,
  BELGRADE,
  createSigners,
  memoryCaseLog,
  newReference,
  NOW,
  openingDraft,
  signerOf,
  VIENNA,
  type Signers,
} from './test-support.ts'

let signers: Signers
beforeAll(async () => {
  signers = await createSigners()
})

const under = (letter: string, clause = 'c1'): Basis => {
  const consent = `${letter.repeat(42)}A`
  invariant(isEventId(consent), 'test: an event id')
  return { kind: 'consent', consent, clause }
}
const erasure: EventDraft = {
  type: 'PersonalDataErased',
  occurredAt: NOW,
  facts: { sections: ['contact'], authority: 'retentionEnded' },
  sections: {},
  clauses: [],
  recipients: [],
}

/** Belgrade is given identity and contact by Vienna on a basis. */
async function receive(log: CaseLog, reference: CaseReference, basis: Basis): Promise<EventId> {
  const composed = await composeEvent({
    case: reference,
    author: VIENNA,
    tokenId: randomToken(),
    recordedAt: NOW,
    draft: openingDraft,
    plan: [
      {
        grant: {
          to: BELGRADE,
          sections: ['identity', 'contact'],
          basis,
          purpose: 'handover',
          until: NOW,
          onward: false,
        },
        withheld: [],
      },
    ],
    chainHeads: new Map(),
    signer: signerOf(signers, VIENNA),
  })
  await log.appendReceived(await log.load(reference), { ...composed, tokenId: randomToken() })
  return composed.event.id
}

async function write(log: CaseLog, reference: CaseReference, draft = openingDraft) {
  const appended = await appendDraft(log, await log.load(reference), draft)
  invariant(appended.ok, 'test: nobody contends')
  return appended.value.id
}

async function findEntry(log: CaseLog, reference: CaseReference, event: EventId) {
  const loaded = await log.load(reference)
  const entry = loaded.entries.find((each) => each.event.id === event)
  invariant(entry !== undefined, 'test: an entry')
  return { loaded, entry }
}

async function erase(log: CaseLog, reference: CaseReference, event: EventId) {
  const { loaded, entry } = await findEntry(log, reference, event)
  return log.erase(loaded, entry, 'contact')
}

async function isOpen(log: CaseLog, reference: CaseReference, event: EventId) {
  const { entry } = await findEntry(log, reference, event)
  return (await log.open(entry, 'contact'))?.kind === 'open'
}

describe('what is erased', () => {
  it.each<[string, Basis]>([
    ['another consent', under('B')],
    ['another clause of the consent', under('A', 'c2')],
    ['no consent', { kind: 'vitalInterests' }],
  ])('is what came under one clause: not what came under %s', async (_what, other) => {
    const { caseLog } = memoryCaseLog(BELGRADE, signers)
    const reference = newReference()
    const first = await receive(caseLog, reference, under('A'))
    const second = await receive(caseLog, reference, under('A'))
    const kept = await receive(caseLog, reference, other)
    const own = await write(caseLog, reference)
    expect(await erase(caseLog, reference, first)).toBe(true)
    expect(await isOpen(caseLog, reference, first)).toBe(false)
    expect(await isOpen(caseLog, reference, second)).toBe(false)
    expect(await isOpen(caseLog, reference, kept)).toBe(true)
    expect(await isOpen(caseLog, reference, own)).toBe(true)
  })

  it('is of one section and one case', async () => {
    const { caseLog } = memoryCaseLog(BELGRADE, signers)
    const [reference, other] = [newReference(), newReference()]
    const first = await receive(caseLog, reference, under('A'))
    const kept = await receive(caseLog, other, under('A'))
    await erase(caseLog, reference, first)
    const { entry } = await findEntry(caseLog, reference, first)
    expect(await caseLog.open(entry, 'identity')).toMatchObject({ kind: 'open' })
    expect(await isOpen(caseLog, other, kept)).toBe(true)
  })

  it.each(['written here', 'received'])(
    'is not what was recorded after an erasure, also where that is completed late: %s',
    async (how) => {
      const { caseLog, reopen } = memoryCaseLog(BELGRADE, signers)
      const reference = newReference()
      const record = () =>
        how === 'received' ? receive(caseLog, reference, under('A')) : write(caseLog, reference)
      const before = await record()
      await write(caseLog, reference, erasure)
      const after = await record()
      for (const log of [caseLog, reopen()]) {
        await erase(log, reference, before)
        expect(await isOpen(log, reference, before)).toBe(false)
        expect(await isOpen(log, reference, after)).toBe(true)
      }
    },
  )

  it('is what a key covered when keys were kept by author, where it was recorded then', async () => {
    const { store, directory } = memoryCaseLog(BELGRADE, signers)
    const vault = memoryVault(newVaultState())
    const byAuthor: Vault = {
      ...vault,
      currentSectionKey: (reference, scope) =>
        vault.currentSectionKey(reference, scope.replace(/ under .*/, '')),
    }
    const parts = { self: BELGRADE, store, directory, signer: signerOf(signers, BELGRADE) }
    const reference = newReference()
    const old = await receive(openCaseLog({ ...parts, vault: byAuthor }), reference, under('A'))
    const caseLog = openCaseLog({ ...parts, vault })
    const kept = await receive(caseLog, reference, under('B'))
    expect(await isOpen(caseLog, reference, old)).toBe(true)
    await erase(caseLog, reference, old)
    expect(await isOpen(caseLog, reference, old)).toBe(false)
    expect(await isOpen(caseLog, reference, kept)).toBe(true)
  })
})
