import { composeEvent, packCopy, type ChainHead, type ComposedEvent } from '@trm/case-log'
import { EVENT_TYP } from '@trm/contracts'
import type { ConsentClause, EventDraft, Grant, SectionContents, SectionName } from '@trm/domain'
import {
  plusMilliseconds,
  toInstant,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
  type TokenId,
} from '@trm/kernel'
import { decodeBase64url, eventIdOf, randomToken, sha256Base64url, signJws } from '@trm/sealing'
import type { Outsider } from '../support/outsider.ts'

/** An event and the copy of it for the one who is told. */
export type Telling = {
  readonly id: EventId
  readonly tokenId: TokenId
  readonly jws: string
  readonly copy: Uint8Array
  /** SHA-256 of the copy, by which a quarantine knows it. */
  readonly digest: string
  readonly place: ChainHead
}

/** Where an event departs from what its author would do if it meant well. */
export type Departure = {
  readonly draft?: EventDraft
  readonly grant?: Partial<Grant>
  readonly tokenId?: TokenId
  readonly recordedAt?: Instant
  /** The event that it claims to follow in the chain, with that one's place. */
  readonly after?: ChainHead | 'nothing'
  /** Changes the payload before it is signed for good. */
  readonly payload?: (payload: Record<string, unknown>) => object
  readonly signer?: { readonly keyId: string; readonly privateKey: Uint8Array }
  readonly typ?: string
  /** The disclosures that go along, instead of the grant, the clauses and the sections. */
  readonly disclose?: (composed: ComposedEvent) => readonly string[]
}

/** A case as an outsider tells it to one recipient, event after event in one chain. */
export type Story = {
  readonly reference: CaseReference
  readonly consent: Telling
  /** The next event: an offer of a referral with the section `needs`, unless it departs from that. */
  next(departure?: Departure): Promise<Telling>
  /** The event holds its place in the chain: the next one follows on it. */
  follow(telling: Telling): void
}

const DAY_MS = 24 * 60 * 60 * 1000
const now = () => toInstant(new Date())

/** Sections that the person lets this story's author give to its recipient. */
const CONSENTED: readonly SectionName[] = ['needs', 'contact']

/** Begins a case with a consent to the recipient, which is yet to be sent. */
export async function beginStory(
  author: Pick<Outsider, 'party'>,
  to: OrganisationId,
  consented = CONSENTED,
): Promise<Story> {
  const reference = randomToken() as unknown as CaseReference
  const { id, identity } = author.party
  let head: ChainHead | undefined

  async function tell(departure: Departure & { readonly draft: EventDraft }): Promise<Telling> {
    const { draft, after = head } = departure
    const before = after === 'nothing' ? undefined : after
    const tokenId = departure.tokenId ?? randomToken()
    const granted = { ...grantOf(draft, to), ...departure.grant }
    const composed = await composeEvent({
      case: reference,
      author: id,
      tokenId,
      recordedAt: departure.recordedAt ?? now(),
      draft,
      plan: [{ grant: granted, withheld: [] }],
      chainHeads: new Map(before === undefined ? [] : [[granted.to, before]]),
      signer: identity.signer,
    })
    const jws = await resign(composed.jws, departure, identity.signer)
    const disclosures = departure.disclose?.(composed) ?? [
      ...composed.grants,
      ...composed.clauses,
      ...composed.sections.map(({ disclosure }) => disclosure),
    ]
    const copy = packCopy({ jws, disclosures })
    const event = eventIdOf(jws)
    const place = { seq: (before?.seq ?? 0) + 1, event }
    return { id: event, tokenId, jws, copy, digest: sha256Base64url(copy), place }
  }

  function follow({ place }: Telling): void {
    head = place
  }

  function grantOf(draft: EventDraft, recipient: OrganisationId): Omit<Grant, 'seq' | 'prev'> {
    const basis =
      draft.type === 'DataConsentGiven'
        ? ({ kind: 'consent', consent: 'this', clause: 'c1' } as const)
        : ({ kind: 'consent', consent: consent.id, clause: 'c1' } as const)
    return {
      to: recipient,
      sections: Object.keys(draft.sections) as SectionName[],
      basis,
      purpose: 'handover',
      until: plusMilliseconds(now(), DAY_MS),
      onward: false,
    }
  }

  const consent: Telling = await tell({ draft: consentDraft(clauseBetween(id, to, consented)) })
  follow(consent)
  return {
    reference,
    consent,
    follow,
    next: (departure = {}) => tell({ draft: offerDraft(to), ...departure }),
  }
}

/** Leaves the payload alone where nothing is to be changed, so that what was composed is what is sent. */
async function resign(
  jws: string,
  { payload, signer, typ }: Departure,
  own: NonNullable<Departure['signer']>,
): Promise<string> {
  if (payload === undefined && signer === undefined && typ === undefined) return jws
  const bytes = decodeBase64url(jws.split('.')[1] ?? '') ?? new Uint8Array()
  const read = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
  return signJws({
    typ: typ ?? EVENT_TYP,
    ...(signer ?? own),
    payload: new TextEncoder().encode(JSON.stringify(payload?.(read) ?? read)),
  })
}

function clauseBetween(
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
    from: plusMilliseconds(now(), -DAY_MS),
    until: plusMilliseconds(now(), 2 * DAY_MS),
    onward: false,
  }
}

function consentDraft(...clauses: readonly ConsentClause[]): EventDraft {
  return {
    type: 'DataConsentGiven',
    occurredAt: now(),
    facts: {
      giver: 'self',
      form: 'written',
      formVersion: '2026-03',
      language: 'sr-Latn',
      interpreter: false,
      matters: ['furtherUse'],
      evidence: [],
    },
    sections: {},
    clauses,
    recipients: [],
  }
}

export function offerDraft(
  to: OrganisationId,
  sections: SectionContents = { needs: { services: ['accommodation'] } },
): EventDraft {
  return {
    type: 'ReferralOffered',
    occurredAt: now(),
    facts: {
      to,
      services: ['accommodation'],
      urgency: 'soon',
      languages: ['sr'],
      ageBand: '25to34',
      arrivalFrom: plusMilliseconds(now(), DAY_MS),
      arrivalUntil: plusMilliseconds(now(), 2 * DAY_MS),
      respondBy: plusMilliseconds(now(), DAY_MS),
    },
    sections,
    clauses: [],
    recipients: [],
  }
}

/** Who somebody is and how to reach her, under a referral that need not be held. */
export function contactDraft(sections: SectionContents): EventDraft {
  return {
    type: 'ContactExchanged',
    occurredAt: now(),
    facts: { referral: 'A'.repeat(43) as EventId },
    sections,
    clauses: [],
    recipients: [],
  }
}

export function narrowingDraft(consent: EventId, sections: readonly SectionName[]): EventDraft {
  return {
    type: 'DataConsentNarrowed',
    occurredAt: now(),
    facts: { consent, clause: 'c1', sections },
    sections: {},
    clauses: [],
    recipients: [],
  }
}
