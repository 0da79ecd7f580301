import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { openFileVault } from '@trm/adapter-vault-file'
import { openCaseLog, type CaseLog } from '@trm/case-log'
import type { TrustedDirectory } from '@trm/directory'
import { toInstant, type CaseReference, type EventId, type TokenId } from '@trm/kernel'
import type { EventStore, Vault } from '@trm/ports'
import { join } from 'node:path'
import { createParty, listParties, type Party } from '../../support/parties.ts'

/** Something that Belgrade is to erase: what is taken back from it, or what its caseworker says. */
export type Work = {
  readonly case: CaseReference
  readonly given:
    | {
        readonly kind: 'narrowing'
        readonly event: EventId
        /** Sealed, in base64url. */ readonly body: string
      }
    | { readonly kind: 'record'; readonly commandId: TokenId }
}

/** A holder's files, opened, with its keys and those of the one who gave it something. */
export type HolderFiles = {
  readonly vienna: Party
  readonly belgrade: Party
  readonly vault: Vault
  readonly store: EventStore
  readonly directory: TrustedDirectory
  caseLog(parts?: { readonly store: EventStore; readonly vault: Vault }): CaseLog
  close(): Promise<void>
}

export const clock = { now: () => toInstant(new Date()) }
export const planFile = (folder: string) => join(folder, 'plan.json')

/** Opens the vault and the store of Belgrade that lie in a folder, for this process alone. */
export async function openHolderFiles(folder: string): Promise<HolderFiles> {
  const openVault = (name: string, byte: number) =>
    openFileVault({ file: join(folder, name), masterKey: new Uint8Array(32).fill(byte) })
  const vault = await openVault('vault.db', 1)
  const viennasVault = await openVault('vienna.db', 2)
  const vienna = await createParty('at.vienna-cso', 'cso', viennasVault)
  const belgrade = await createParty('rs.belgrade-cso', 'cso', vault)
  await viennasVault.close()
  const directory = await (await listParties([vienna, belgrade]))()
  const store = await openSqliteEventStore({ file: join(folder, 'case-log.db'), clock })
  const { signer } = belgrade.identity
  return {
    vienna,
    belgrade,
    vault,
    store,
    directory,
    caseLog: (parts = { store, vault }) =>
      openCaseLog({ self: belgrade.id, directory, signer, ...parts }),
    async close() {
      await store.close()
      await vault.close()
    },
  }
}

/** How far a piece of work is. */
export type Progress = {
  /** Whether what is to be erased, or that it is erased, is in the log. */
  readonly isRecorded: boolean
  /** How often Belgrade has said with its signature that it erased it. */
  readonly answers: number
  /** Of the sections that are to be erased, those that can still be read. */
  readonly open: readonly string[]
}

/** Of a narrowing `contact` is to be erased, of a recorded erasure `contact` and `needs`. */
export async function progressOf(
  { case: reference, given }: Work,
  caseLog: CaseLog,
): Promise<Progress> {
  const { entries } = await caseLog.load(reference)
  const wanted = given.kind === 'narrowing' ? ['contact'] : ['contact', 'needs']
  const open: string[] = []
  for (const entry of entries)
    for (const section of wanted)
      if ((await caseLog.open(entry, section))?.kind === 'open') open.push(section)
  return {
    isRecorded: entries.some(({ event }) =>
      given.kind === 'narrowing' ? event.id === given.event : event.type === 'PersonalDataErased',
    ),
    answers: entries.filter(({ event }) => event.type === 'HoldersAnswered').length,
    open,
  }
}

/** Whether everything that was to be done has been done, and nothing twice. */
export function isFinished({ given }: Work, { isRecorded, answers, open }: Progress): boolean {
  return isRecorded && open.length === 0 && answers === (given.kind === 'narrowing' ? 1 : 0)
}
