import { consentClause, grant, sectionSchemas, type RefusalReason } from '@trm/contracts'
import {
  mayAuthor,
  mayReceive,
  organisationKinds,
  sectionNames,
  type CaseEvent,
  type ConsentClause,
  type EventOf,
  type Grant,
  type SectionName,
} from '@trm/domain'
import {
  fail,
  ok,
  plusMilliseconds,
  type EventId,
  type Instant,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import type { Directory, KeyStanding } from '@trm/ports'
import { digestOfDisclosure, eventIdOf, readDisclosure, type Disclosure } from '@trm/sealing'
import { findOriginalFlaw } from './original.ts'
import { findChainPlace, type ChainPlace } from './chain-place.ts'
import {
  caseEventOf,
  readEvent,
  verifySignature,
  type GenuineEvent,
  type VerifiedEvent,
} from './verify-event.ts'
import { unpackCopy } from './wire.ts'

/** How far the author's clock may be ahead of ours, in milliseconds. */
export const CLOCK_SKEW_MAX_MS = 10 * 60 * 1000

export type CopyContext = {
  readonly self: OrganisationId
  /** Whose sealed message it came in. */
  readonly sender: OrganisationId
  readonly directory: Directory
  readonly now: Instant
}

/** A copy of an event that is genuine, meant for this organisation and no more than it was granted. */
export type VerifiedCopy = {
  readonly event: CaseEvent
  readonly jws: string
  /** Of the key that signed it; without it its signature is checked again when the event is read back. */
  readonly standing?: KeyStanding
  readonly tokenId: string
  /** Of what was passed on: the event as whoever wrote it signed it. */
  readonly original?: string
  readonly grants: readonly string[]
  readonly clauses: readonly string[]
  readonly sections: readonly {
    readonly name: SectionName
    readonly digest: string
    readonly disclosure: string
  }[]
}

export type CopyRefusal = {
  readonly reason: RefusalReason
  /** The event, where the bytes name one. */
  readonly event?: EventId
  /** Where the event and its own grant are genuine: its place in the chain, which it has used up. */
  readonly place?: ChainPlace
}

/**
 * The checks of an incoming copy that need nothing but the copy and the directory, in the order of
 * protocol section 5: signature, issuer and its standing, own grant, digests, schema.
 */
export async function verifyCopy(
  bytes: Uint8Array,
  context: CopyContext,
): Promise<Result<VerifiedCopy, CopyRefusal>> {
  const copy = unpackCopy(bytes)
  if (copy === undefined) return fail({ reason: 'malformed-event' })
  const id = eventIdOf(copy.jws)
  const genuine = await verifySignature(copy.jws, context.directory)
  if (!genuine.ok) return fail({ reason: genuine.failure, event: id })
  const flaw = findSignerFlaw(genuine.value, context)
  if (flaw !== undefined) return fail({ reason: flaw, event: id })
  // From here on it is the sender's own event: whatever else is wrong, it has used up its place.
  const place = findChainPlace(genuine.value, copy.disclosures, context.self)
  const refuse = (reason: RefusalReason) =>
    fail({ reason, event: id, ...(place !== undefined && { place }) })
  const read = readEvent(genuine.value)
  if (!read.ok) return refuse(read.failure)
  const unentitled = findAuthorFlaw(read.value, context)
  if (unentitled !== undefined) return refuse(unentitled)
  const sorted = sortDisclosures(copy.disclosures, read.value, context.self)
  if (!sorted.ok) return refuse(sorted.failure)
  const { jws, original } = copy
  const { event } = sorted.value
  // Nothing else comes with the event of somebody else.
  if (event.type !== 'EventShared' && original !== undefined) return refuse('malformed-event')
  const forged =
    event.type === 'EventShared' ? await findForgery(event, original, context) : undefined
  if (forged !== undefined) return refuse(forged)
  const tokenId = read.value.signed.jti
  return ok({
    ...sorted.value,
    jws,
    standing: genuine.value.standing,
    tokenId,
    ...(original !== undefined && { original }),
  })
}

function findForgery(
  event: EventOf<'EventShared'>,
  original: string | undefined,
  { self, directory }: CopyContext,
): Promise<RefusalReason | undefined> {
  // Whoever wrote it is told that it was passed on; to everybody else it is given like any event of its type.
  const reader = self === event.facts.writtenBy ? {} : { reader: self }
  return findOriginalFlaw(event, original, { directory, ...reader })
}

function findSignerFlaw(
  { author, standing }: GenuineEvent,
  { sender }: CopyContext,
): RefusalReason | undefined {
  if (standing !== 'valid') return 'signer-not-valid'
  return author === sender ? undefined : 'author-not-sender'
}

function findAuthorFlaw(
  { signed, recordedAt }: VerifiedEvent,
  { directory, now, self }: CopyContext,
): RefusalReason | undefined {
  if (recordedAt > plusMilliseconds(now, CLOCK_SKEW_MAX_MS)) return 'issued-in-the-future'
  const kind = directory.findOrganisation(signed.iss)?.kind
  if (kind === undefined || !organisationKinds.has(kind)) return 'author-not-entitled'
  if (!mayAuthor(kind, signed.type)) return 'author-not-entitled'
  // Not to this kind of organisation, or to nobody at all.
  const own = directory.findOrganisation(self)?.kind
  if (own === undefined || !organisationKinds.has(own)) return 'event-does-not-travel'
  return mayReceive(own, signed.type) ? undefined : 'event-does-not-travel'
}

type Sorted = Omit<VerifiedCopy, 'jws' | 'standing' | 'tokenId' | 'original'>

/** A disclosure and what the signature says that it is. */
type Committed = Disclosure & {
  readonly kind: 'grant' | 'clause' | 'section'
  readonly digest: string
  readonly text: string
}

/** Own grant first: a copy that is not meant for us is refused as that, whatever else it holds. */
function sortDisclosures(
  disclosures: readonly string[],
  verified: VerifiedEvent,
  self: OrganisationId,
): Result<Sorted, RefusalReason> {
  const committed = disclosures.map((text) => commitmentOf(text, verified))
  const own = findOwnGrant(committed, self)
  if (!own.ok) return own
  if (committed.includes('disclosure-malformed')) return fail('disclosure-malformed')
  if (committed.includes('disclosure-not-committed')) return fail('disclosure-not-committed')
  const sections = readSections(committed, own.value.grant)
  if (!sections.ok) return sections
  const clauses = readClauses(committed, self, verified.signed.iss)
  if (!clauses.ok) return clauses
  return ok({
    event: eventOf(verified, own.value.grant, sections.value, clauses.value),
    grants: [own.value.text],
    clauses: clauses.value.map(({ text }) => text),
    sections: sections.value,
  })
}

function commitmentOf(
  text: string,
  { signed }: VerifiedEvent,
): Committed | 'disclosure-malformed' | 'disclosure-not-committed' {
  const read = readDisclosure(text)
  if (!read.ok) return 'disclosure-malformed'
  const digest = digestOfDisclosure(text)
  const found = { ...read.value, digest, text }
  if (signed.grantDigests.includes(digest)) return { kind: 'grant', ...found }
  if (signed.clauseDigests.includes(digest)) return { kind: 'clause', ...found }
  if (signed.sectionDigests.includes(digest)) return { kind: 'section', ...found }
  return 'disclosure-not-committed'
}

function findOwnGrant(
  committed: readonly (Committed | string)[],
  self: OrganisationId,
): Result<{ readonly grant: Grant; readonly text: string }, RefusalReason> {
  const grants = ofKind(committed, 'grant')
  const [first] = grants
  if (first === undefined) return fail('grant-missing')
  const parsed = grant.safeParse(first.value)
  if (!parsed.success || grants.length > 1) return fail('disclosure-malformed')
  if (first.name !== self || parsed.data.to !== self) return fail('grant-not-mine')
  return ok({ grant: parsed.data, text: first.text })
}

function readSections(
  committed: readonly (Committed | string)[],
  { sections: granted }: Grant,
): Result<VerifiedCopy['sections'], RefusalReason> {
  const sections: VerifiedCopy['sections'][number][] = []
  for (const { name, value, digest, text } of ofKind(committed, 'section')) {
    if (!sectionNames.has(name)) return fail('section-invalid')
    if (!granted.includes(name)) return fail('section-not-granted')
    if (!sectionSchemas[name].safeParse(value).success) return fail('section-invalid')
    if (sections.some((other) => other.name === name)) return fail('section-invalid')
    sections.push({ name, digest, disclosure: text })
  }
  return ok(sections)
}

function readClauses(
  committed: readonly (Committed | string)[],
  self: OrganisationId,
  author: OrganisationId,
): Result<readonly { readonly clause: ConsentClause; readonly text: string }[], RefusalReason> {
  const clauses: { clause: ConsentClause; text: string }[] = []
  for (const { name, value, text } of ofKind(committed, 'clause')) {
    const parsed = consentClause.safeParse(value)
    if (!parsed.success || parsed.data.id !== name) return fail('clause-invalid')
    if (clauses.some(({ clause }) => clause.id === name)) return fail('clause-invalid')
    const parties = [parsed.data.discloser, parsed.data.recipient]
    if (!parties.includes(self) || !parties.includes(author)) return fail('clause-invalid')
    clauses.push({ clause: parsed.data, text })
  }
  return ok(clauses)
}

function eventOf(
  { id, signed, recordedAt }: VerifiedEvent,
  own: Grant,
  sections: VerifiedCopy['sections'],
  clauses: readonly { readonly clause: ConsentClause }[],
): CaseEvent {
  return caseEventOf(
    { id, signed, recordedAt },
    {
      sections: sections.map(({ name, digest }) => ({ name, digest })),
      clauses: clauses.map(({ clause }) => clause),
      grants: [own],
    },
  )
}

function ofKind(
  committed: readonly (Committed | string)[],
  kind: Committed['kind'],
): readonly Committed[] {
  return committed.filter(
    (item): item is Committed => typeof item !== 'string' && item.kind === kind,
  )
}
