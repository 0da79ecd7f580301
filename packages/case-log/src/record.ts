import {
  consentClause,
  grant,
  storedEvent,
  type StoredEvent,
  type StoredSection,
} from '@trm/contracts'
import type { CaseEvent, SectionName } from '@trm/domain'
import {
  TrmError,
  type CaseReference,
  type EventId,
  type Instant,
  type JsonObject,
  type SafeDetails,
} from '@trm/kernel'
import type { Directory, KeyStanding, NewEvent, RecordedEvent, Vault } from '@trm/ports'
import {
  decodeBase64url,
  decryptAtRest,
  digestOfDisclosure,
  encodeBase64url,
  encryptAtRest,
  readDisclosure,
} from '@trm/sealing'
import { keyScope } from './key-scope.ts'
import { findOriginalFlaw } from './original.ts'
import { caseEventOf, verifyEvent } from './verify-event.ts'

const messages = {
  CASE_LOG_DAMAGED: 'a record of the case log is not what was appended',
  CASE_LOG_SIGNER_UNKNOWN: 'the directory does not list a key that signed a recorded event',
} as const

/** The case log contradicts itself. Nothing goes on from here: an operator has to look. */
export class CaseLogError extends TrmError<keyof typeof messages> {
  override readonly name = 'CaseLogError'
  constructor(code: keyof typeof messages, details: SafeDetails = {}) {
    super(code, messages[code], details)
  }
}

/** A record of the case log: verified, decoded, its sections still closed. */
export type LoggedEvent = {
  readonly event: CaseEvent
  readonly tokenId: string
  readonly standing: KeyStanding
  readonly stored: StoredEvent
  readonly revision: bigint
  readonly position: bigint
  /** When it came into this store, by its own clock; a store that was copied has the times of the copy. */
  readonly recordedAt: Instant
}

type SectionDisclosure = {
  readonly name: SectionName
  readonly digest: string
  readonly disclosure: string
}

/**
 * What goes into the event store: signed bytes as they are, each section under its own key.
 *
 * @param before what is recorded of the case so far.
 */
export async function toRecord(
  event: CaseEvent,
  parts: {
    readonly jws: string
    readonly grants: readonly string[]
    readonly clauses: readonly string[]
    readonly sections: readonly SectionDisclosure[]
    readonly origin: StoredEvent['origin']
    readonly original?: string
  },
  before: readonly LoggedEvent[],
  vault: Vault,
): Promise<NewEvent & { readonly data: StoredEvent }> {
  // Together, so that the vault writes what keys it has to make at once.
  const sections = await Promise.all(
    parts.sections.map((section) =>
      encryptSection(event, section, keyScope(event, parts.origin, section.name, before), vault),
    ),
  )
  const data: StoredEvent = {
    v: 1,
    jws: parts.jws,
    grants: [...parts.grants],
    clauses: [...parts.clauses],
    sections,
    origin: parts.origin,
    ...(parts.original !== undefined && { original: parts.original }),
  }
  return { id: event.id, type: event.type, data }
}

/**
 * Reads a record back. It was verified before it was appended; it is verified again, since a store is
 * a file that somebody can change.
 *
 * @throws {CaseLogError}
 */
export async function fromRecord(
  recorded: RecordedEvent,
  directory: Directory,
): Promise<LoggedEvent> {
  const parsed = storedEvent.safeParse(recorded.data)
  if (!parsed.success) throw damaged(recorded)
  const stored = parsed.data
  const verified = await verifyEvent(stored.jws, directory)
  if (!verified.ok && verified.failure === 'unknown-signer') {
    throw new CaseLogError('CASE_LOG_SIGNER_UNKNOWN', { eventId: recorded.id })
  }
  if (!verified.ok || verified.value.id !== recorded.id) throw damaged(recorded)
  const { signed } = verified.value
  const committed = new Set([
    ...signed.grantDigests,
    ...signed.clauseDigests,
    ...signed.sectionDigests,
  ])
  const read = (text: string) => {
    const disclosure = readDisclosure(text)
    if (!disclosure.ok || !committed.has(digestOfDisclosure(text))) throw damaged(recorded)
    return disclosure.value.value
  }
  if (!stored.sections.every(({ digest }) => committed.has(digest))) throw damaged(recorded)
  const clauses = stored.clauses.map((text) => consentClause.safeParse(read(text)).data)
  const grants = stored.grants.map((text) => grant.safeParse(read(text)).data)
  if (!clauses.every(isDefined) || !grants.every(isDefined)) throw damaged(recorded)
  const event = caseEventOf(verified.value, {
    sections: stored.sections.map(({ name, digest }) => ({ name, digest })),
    clauses,
    grants,
  })
  if (event.type === 'EventShared') {
    const flaw = await findOriginalFlaw(event, stored.original, { directory, isHeld: true })
    if (flaw !== undefined) throw damaged(recorded)
  }
  const { revision, position, recordedAt } = recorded
  const { standing } = verified.value
  return { event, tokenId: signed.jti, standing, stored, revision, position, recordedAt }
}

/** What opening a section gave: its disclosure, or that there is no key. Why there is none the log says. */
export type OpenedSection =
  | { readonly kind: 'open'; readonly disclosure: string; readonly value: JsonObject }
  | { readonly kind: 'no-key' }

/**
 * Decrypts one section of a logged event and compares it with what was signed.
 *
 * @throws {CaseLogError} `CASE_LOG_DAMAGED` when the key is there and the value does not fit it.
 */
export async function openSection(
  entry: LoggedEvent,
  section: StoredSection,
  vault: Vault,
): Promise<OpenedSection> {
  const disclosure = await openText(entry, section, vault)
  if (disclosure === undefined) return { kind: 'no-key' }
  const read = readDisclosure(disclosure)
  if (!read.ok) throw damaged(entry.event)
  return { kind: 'open', disclosure, value: read.value.value as JsonObject }
}

/**
 * The disclosure of one section of a logged event, as it was signed; undefined where there is no key.
 *
 * @throws {CaseLogError} `CASE_LOG_DAMAGED` when the key is there and the value does not fit it.
 */
export async function openText(
  { event }: LoggedEvent,
  section: StoredSection,
  vault: Vault,
): Promise<string | undefined> {
  const key = await vault.findSectionKey(section.keyId)
  if (key === undefined) return undefined
  const nonce = decodeBase64url(section.nonce)
  const ciphertext = decodeBase64url(section.ciphertext)
  if (nonce === undefined || ciphertext === undefined) throw damaged(event)
  const associatedData = placeOf(event.case, event.id, section.name)
  const plaintext = decryptAtRest({ key, associatedData, nonce, ciphertext })
  if (plaintext === undefined) throw damaged(event)
  const disclosure = new TextDecoder().decode(plaintext)
  if (digestOfDisclosure(disclosure) !== section.digest) throw damaged(event)
  return disclosure
}

async function encryptSection(
  event: CaseEvent,
  { name, digest, disclosure }: SectionDisclosure,
  scope: string,
  vault: Vault,
): Promise<StoredSection> {
  const { keyId, key } = await vault.currentSectionKey(event.case, scope)
  const { nonce, ciphertext } = encryptAtRest({
    key,
    associatedData: placeOf(event.case, event.id, name),
    plaintext: new TextEncoder().encode(disclosure),
  })
  return {
    name,
    digest,
    keyId,
    nonce: encodeBase64url(nonce),
    ciphertext: encodeBase64url(ciphertext),
  }
}

/** Binds a ciphertext to its place, so that nobody can move it to another case or section. */
function placeOf(reference: CaseReference, event: EventId, section: SectionName): Uint8Array {
  return new TextEncoder().encode(`${reference}.${event}.${section}`)
}

function isDefined<Value>(value: Value | undefined): value is Value {
  return value !== undefined
}

function damaged({ id }: { readonly id: string }): CaseLogError {
  return new CaseLogError('CASE_LOG_DAMAGED', { eventId: id })
}
