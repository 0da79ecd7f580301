import {
  DIGEST_BLOCK,
  encodeSignedEvent,
  EVENT_TYP,
  SECTION_DIGESTS,
  type SignedEvent,
  currentVersion,
} from '@trm/contracts'
import {
  type CaseEvent,
  type EventDraft,
  type Grant,
  type PlannedDisclosure,
  type SectionName,
} from '@trm/domain'
import type { CaseReference, EventId, Instant, Json, OrganisationId, TokenId } from '@trm/kernel'
import { commitDigests, eventIdOf, makeDisclosure, signJws } from '@trm/sealing'

/** The key that an organisation signs with: Ed25519, the seed of 32 bytes. */
export type EventSigner = { readonly keyId: string; readonly privateKey: Uint8Array }

/** The last place in the chain from this author to one recipient in this case. */
export type ChainHead = { readonly seq: number; readonly event: EventId }

export type CompositionInput = {
  readonly case: CaseReference
  readonly author: OrganisationId
  readonly tokenId: TokenId
  readonly recordedAt: Instant
  readonly draft: EventDraft
  readonly plan: readonly PlannedDisclosure[]
  readonly chainHeads: ReadonlyMap<OrganisationId, ChainHead>
  readonly signer: EventSigner
  /** Disclosures of an event that is passed on: it commits to the very same. */
  readonly passedOn?: ComposedEvent['sections']
}

/** A signed event with all its disclosures: what its author keeps, and makes every copy from. */
export type ComposedEvent = {
  readonly event: CaseEvent
  readonly jws: string
  readonly grants: readonly string[]
  readonly clauses: readonly string[]
  readonly sections: readonly {
    readonly name: SectionName
    readonly digest: string
    readonly disclosure: string
  }[]
}

/**
 * Signs an event (protocol, section 2): facts in clear, sections, clauses and grants as salted
 * digests among decoys, so that neither their number nor their order tells anything.
 */
export async function composeEvent(input: CompositionInput): Promise<ComposedEvent> {
  const { draft, recordedAt } = input
  const grants = input.plan.map(({ grant }) => placeInChain(grant, input.chainHeads))
  const grantDisclosures = grants.map((grant) => makeDisclosure(grant.to, grant as unknown as Json))
  const clauseDisclosures = draft.clauses.map((clause) =>
    makeDisclosure(clause.id, clause as unknown as Json),
  )
  const written = Object.entries(draft.sections).map(([name, value]) => ({
    name: name as SectionName,
    ...makeDisclosure(name, value),
  }))
  const sections = [...written, ...(input.passedOn ?? [])]
  const signed = {
    jti: input.tokenId,
    iss: input.author,
    case: input.case,
    type: draft.type,
    tv: currentVersion(draft.type),
    iat: Date.parse(recordedAt) / 1000,
    occurred: draft.occurredAt,
    facts: draft.facts,
    sectionDigests: commitDigests(digestsOf(sections), SECTION_DIGESTS - sections.length),
    clauseDigests: commitInBlocks(digestsOf(clauseDisclosures)),
    grantDigests: commitInBlocks(digestsOf(grantDisclosures), DIGEST_BLOCK),
  } as SignedEvent
  const { keyId, privateKey } = input.signer
  const payload = encodeSignedEvent(signed)
  const jws = await signJws({ typ: EVENT_TYP, keyId, privateKey, payload })
  const event = {
    id: eventIdOf(jws),
    type: draft.type,
    case: input.case,
    author: input.author,
    recordedAt,
    occurredAt: draft.occurredAt,
    facts: draft.facts,
    sections: sections.map(({ name, digest }) => ({ name, digest })),
    clauses: draft.clauses,
    grants,
  } as CaseEvent
  return {
    event,
    jws,
    grants: grantDisclosures.map(({ disclosure }) => disclosure),
    clauses: clauseDisclosures.map(({ disclosure }) => disclosure),
    sections,
  }
}

function placeInChain(
  grant: PlannedDisclosure['grant'],
  heads: ReadonlyMap<OrganisationId, ChainHead>,
): Grant {
  const head = heads.get(grant.to)
  return head === undefined
    ? { ...grant, seq: 1 }
    : { ...grant, seq: head.seq + 1, prev: head.event }
}

function digestsOf(disclosures: readonly { readonly digest: string }[]): readonly string[] {
  return disclosures.map(({ digest }) => digest)
}

/** Fills up to whole blocks. No digests stay none, unless `atLeast` asks for decoys all the same. */
function commitInBlocks(digests: readonly string[], atLeast = 0): readonly string[] {
  const total = Math.max(atLeast, Math.ceil(digests.length / DIGEST_BLOCK) * DIGEST_BLOCK)
  return commitDigests(digests, total - digests.length)
}
