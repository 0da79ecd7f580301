import {
  memoryEventStore,
  memoryVault,
  newEventStoreState,
  newVaultState,
} from '@trm/adapter-memory'
import type { ConsentClause, EventDraft, SectionName } from '@trm/domain'
import {
  isOrganisationId,
  invariant,
  ok,
  participantOf,
  plusMilliseconds,
  type CaseReference,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import type { Directory, EventStore, KeyStanding } from '@trm/ports'
import { generateSigningKey, randomToken, type SigningKey } from '@trm/sealing'
import { openCaseLog, type CaseLog } from './case-log.ts'
import type { LoadedCase } from './loaded-case.ts'

export const NOW = '2026-03-01T10:00:00.000Z' as Instant
export const VIENNA = 'at.vienna-cso' as OrganisationId
export const BELGRADE = 'rs.belgrade-cso' as OrganisationId
export const SKOPJE = 'mk.skopje-cso' as OrganisationId

export type Signers = ReadonlyMap<OrganisationId, SigningKey>

export async function createSigners(): Promise<Signers> {
  const parties = [VIENNA, BELGRADE, SKOPJE]
  return new Map(
    await Promise.all(parties.map(async (id) => [id, await generateSigningKey()] as const)),
  )
}

const nothingStated = {
  licence: 'notStated',
  agreement: 'notStated',
  membership: 'notStated',
  vetting: 'notStated',
} as const

/** A directory that lists these signers as organisations of one kind. */
export function directoryOf(
  signers: Signers,
  { kind = 'cso', standing = 'valid' }: { kind?: string; standing?: KeyStanding } = {},
): Directory {
  const listed = (id: OrganisationId) => ({
    id,
    kind,
    participant: participantOf(id),
    names: { en: id },
  })
  return {
    findOrganisation: (id) => (signers.has(id) ? listed(id) : undefined),
    standingOf: (id) =>
      signers.has(id) ? { kind, isListed: true, facts: nothingStated } : undefined,
    organisationsOf: () => [...signers.keys()].map(listed),
    participants: () => [],
    signingKey(organisation, keyId) {
      const signer = signers.get(organisation)
      if (signer === undefined) return { kind: 'unknown-organisation' }
      return signer.keyId === keyId
        ? { kind: standing, publicKey: signer.publicKey }
        : { kind: 'unknown-key' }
    },
    sealingKey: () => undefined,
    listedKeys: () => [],
    mailboxOf: () => undefined,
    formerMailboxesOf: () => [],
  }
}

export function signerOf(signers: Signers, id: OrganisationId): SigningKey {
  const signer = signers.get(id)
  invariant(signer !== undefined, 'test support: a party with a key')
  return signer
}

export function newReference(): CaseReference {
  return randomToken() as unknown as CaseReference
}

/** A case log in memory, with what lies under it. */
export function memoryCaseLog(
  self: OrganisationId,
  signers: Signers,
  storeAs: (store: EventStore) => EventStore = (store) => store,
) {
  invariant(isOrganisationId(self), 'test support: an organisation')
  const storeState = newEventStoreState()
  const vaultState = newVaultState()
  const store = storeAs(memoryEventStore({ state: storeState }))
  const vault = memoryVault(vaultState)
  const directory = directoryOf(signers)
  const open = (): CaseLog =>
    openCaseLog({ self, store, vault, directory, signer: signerOf(signers, self) })
  return { storeState, vaultState, store, vault, directory, caseLog: open(), reopen: open }
}

/** A store that says with its answer when it recorded what was appended. */
export function sayingWhen(store: EventStore): EventStore {
  return {
    ...store,
    async append(streamId, events, expected) {
      const appended = await store.append(streamId, events, expected)
      if (!appended.ok) return appended
      const from = appended.value.revision
      for await (const { recordedAt } of store.readStream(streamId, { from }))
        return ok({ ...appended.value, recordedAt })
      return appended
    },
  }
}

export function clause(
  discloser: OrganisationId,
  recipient: OrganisationId,
  sections: readonly SectionName[],
): ConsentClause {
  return {
    id: 'c1',
    discloser,
    recipient,
    purposes: ['handover'],
    sections,
    from: plusMilliseconds(NOW, -86_400_000),
    until: plusMilliseconds(NOW, 86_400_000),
    onward: false,
  }
}

export const openingDraft: EventDraft = {
  type: 'CaseOpened',
  occurredAt: NOW,
  facts: { ageStatus: 'verifiedAdult' },
  sections: { identity: { firstName: 'Milica' }, contact: { email: 'milica@posta.example' } },
  clauses: [],
  recipients: [],
}

export function consentDraft(...clauses: readonly ConsentClause[]): EventDraft {
  return {
    type: 'DataConsentGiven',
    occurredAt: NOW,
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
    clauses,
    recipients: [],
  }
}

/** Appends an event of the log's own organisation, without recipients unless there is a plan. */
export function appendDraft(
  caseLog: CaseLog,
  on: LoadedCase,
  draft: EventDraft,
  plan: Parameters<CaseLog['appendOwn']>[1]['plan'] = [],
) {
  return caseLog.appendOwn(on, {
    draft,
    plan,
    tokenId: randomToken(),
    recordedAt: NOW,
    command: randomToken(),
    role: 'caseworker',
  })
}
