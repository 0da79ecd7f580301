import type { SectionName } from '@trm/domain'
import { invariant, plusMilliseconds, type CaseReference } from '@trm/kernel'
import { VaultError, type Vault } from '@trm/ports'
import { randomToken } from '@trm/sealing'
import { beforeAll, describe, expect, it } from 'vitest'
import { openCaseLog, type CaseLog } from './case-log.ts'
import { composeEvent } from './compose.ts'
import { readingRemedies } from './reading-rule.ts'
import {
  appendDraft,
  BELGRADE,
  clause,
  consentDraft,
  createSigners,
  memoryCaseLog,
  newReference,
  NOW,
  signerOf,
  VIENNA,
  type Signers,
} from './test-support.ts'

let signers: Signers
beforeAll(async () => {
  signers = await createSigners()
})

const BOTH = ['identity', 'contact'] as const

/** Belgrade's log of what Vienna consented to and gave: of `given` what is in `sent` came with the copy. */
async function received(given: readonly SectionName[], sent: readonly SectionName[]) {
  const log = memoryCaseLog(BELGRADE, signers)
  const reference = newReference()
  const consent = await receive(
    log.caseLog,
    reference,
    consentDraft(clause(VIENNA, BELGRADE, BOTH)),
  )
  const contact = {
    type: 'ContactExchanged',
    occurredAt: NOW,
    facts: { referral: consent },
    sections: { identity: { firstName: 'Milica' }, contact: { email: 'milica@posta.example' } },
    clauses: [],
    recipients: [],
  } as const
  await receive(log.caseLog, reference, contact, { consent, given, sent })
  return { ...log, reference }
}

async function receive(
  log: CaseLog,
  reference: CaseReference,
  draft: Parameters<typeof composeEvent>[0]['draft'],
  {
    consent = 'this',
    given = [],
    sent = [],
  }: {
    readonly consent?: Awaited<ReturnType<typeof composeEvent>>['event']['id'] | 'this'
    readonly given?: readonly SectionName[]
    readonly sent?: readonly SectionName[]
  } = {},
) {
  const loaded = await log.load(reference)
  const composed = await composeEvent({
    case: reference,
    author: VIENNA,
    tokenId: randomToken(),
    recordedAt: NOW,
    draft,
    plan: [
      {
        grant: {
          to: BELGRADE,
          sections: given,
          basis: { kind: 'consent', consent, clause: 'c1' },
          purpose: 'handover',
          until: plusMilliseconds(NOW, 60_000),
          onward: false,
        },
        withheld: [],
      },
    ],
    chainHeads: new Map(),
    signer: signerOf(signers, VIENNA),
  })
  const sections = composed.sections.filter(({ name }) => sent.includes(name))
  const event = {
    ...composed.event,
    sections: sections.map(({ name, digest }) => ({ name, digest })),
  } as typeof composed.event
  const appended = await log.appendReceived(loaded, {
    ...composed,
    event,
    sections,
    tokenId: randomToken(),
  })
  invariant(appended.ok, 'test: nobody contends')
  return composed.event.id
}

async function statuses(log: CaseLog, reference: CaseReference, now = NOW) {
  const inspected = await log.inspect(await log.load(reference), now)
  return inspected.map(({ section, status }) => [section, status] as const)
}

describe('a section that was received', () => {
  it('is open while its clause covers it, and withheld from the end of its grant on', async () => {
    const { caseLog, reference } = await received(BOTH, BOTH)
    expect(await statuses(caseLog, reference)).toStrictEqual([
      ['identity', { kind: 'open', value: { firstName: 'Milica' } }],
      ['contact', { kind: 'open', value: { email: 'milica@posta.example' } }],
    ])
    const over = { kind: 'withheld', rule: 'outside-window' }
    expect(await statuses(caseLog, reference, plusMilliseconds(NOW, 60_000))).toStrictEqual([
      ['identity', over],
      ['contact', over],
    ])
  })

  it.each([
    ['was given and did not come', BOTH, 'not-received'],
    ['was not given', ['identity'], 'not-given'],
  ] as const)(
    'is withheld, and not said to be never collected, where it %s',
    async (_how, given, rule) => {
      const { caseLog, reference } = await received(given, ['identity'])
      expect(await statuses(caseLog, reference)).toStrictEqual([
        ['identity', { kind: 'open', value: { firstName: 'Milica' } }],
        ['contact', { kind: 'withheld', rule }],
      ])
    },
  )

  it('cannot be opened where its key is damaged, and the others can', async () => {
    const { store, vault, vaultState, directory, reference } = await received(BOTH, BOTH)
    const [, broken] = [...vaultState.sectionKeys.values()]
    const damaged: Vault = {
      ...vault,
      findSectionKey: (keyId) =>
        keyId === broken?.keyId
          ? Promise.reject(new VaultError('VAULT_DAMAGED'))
          : vault.findSectionKey(keyId),
    }
    const parts = { self: BELGRADE, store, directory, signer: signerOf(signers, BELGRADE) }
    expect(await statuses(openCaseLog({ ...parts, vault: damaged }), reference)).toStrictEqual([
      ['identity', { kind: 'open', value: { firstName: 'Milica' } }],
      ['contact', { kind: 'cannot-open', fault: 'key-damaged' }],
    ])
  })

  it('is nothing at all where the vault does not answer', async () => {
    const { caseLog, vault, reference } = await received(BOTH, BOTH)
    await vault.close()
    await expect(statuses(caseLog, reference)).rejects.toMatchObject({ code: 'VAULT_CLOSED' })
  })
})

describe('a section that was never written', () => {
  it('is shown for each event whose type carries it, and for no other', async () => {
    const { caseLog } = memoryCaseLog(VIENNA, signers)
    const reference = newReference()
    await appendDraft(caseLog, await caseLog.load(reference), {
      type: 'ContactExchanged',
      occurredAt: NOW,
      facts: { referral: 'A'.repeat(43) as never },
      sections: { contact: { email: 'milica@posta.example' } },
      clauses: [],
      recipients: [],
    })
    await appendDraft(caseLog, await caseLog.load(reference), consentDraft())
    expect(await statuses(caseLog, reference)).toStrictEqual([
      ['contact', { kind: 'open', value: { email: 'milica@posta.example' } }],
      ['identity', { kind: 'never-collected' }],
    ])
  })
})

describe('the words for what is withheld', () => {
  it('are others than those of a fault: none says that it is erased but where the log does', () => {
    const saying = Object.entries(readingRemedies).filter(([, words]) => words.includes('erased'))
    expect(saying.map(([rule]) => rule)).toStrictEqual(['not-received', 'erasure-recorded'])
  })
})
