import { participantOf } from '@trm/kernel'
import { mayReceive } from '../case/entitlement.ts'
import { eventDefinitions, eventTypes, type EventType } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import {
  organisationKinds,
  type OrganisationKind,
  type Purpose,
  type SectionName,
} from '../vocabulary/lists.ts'
import { authorities, encountering, serving } from '../vocabulary/organisation-groups.ts'
import type { DenialRule } from './denial-rules.ts'
import type { DisclosureRequest } from './request.ts'
import type { KnownOrganisation, Organisations } from './organisations.ts'

// Who discloses to whom, before anybody asks what she consented to.

/**
 * What stands against any disclosure of this between the two, whatever she agreed to; undefined where nothing
 * does. What is owed for something given before goes whatever has become of who holds it.
 */
export function whyNotBetween(
  request: DisclosureRequest,
  organisations: Organisations,
): DenialRule | undefined {
  const { at, type } = request
  const to = organisations(request.recipient, at)
  if (to !== undefined && type !== undefined && !mayReceive(to.kind, type))
    return 'event-not-for-kind'
  if (isOwed(request)) return undefined
  const from = organisations(request.discloser, at)
  if (from === undefined) return 'discloser-unknown'
  if (to === undefined) return 'recipient-unknown'
  if (request.section !== undefined && !reach.get(to.kind)?.has(request.section))
    return 'section-not-for-kind'
  if (!from.isListed) return 'discloser-left'
  return whyNotInGoodStanding(request, to) ?? whyNotThisWay(request, from.kind, to.kind)
}

/** The bare facts, to somebody who holds what they are about, or because somebody is in danger. */
function isOwed({ section, unasked }: DisclosureRequest): boolean {
  const basis = unasked?.basis.kind
  return section === undefined && (basis === 'notice' || basis === 'vitalInterests')
}

/** What the members of an NRM do among themselves. */
const amongMembers: readonly Purpose[] = ['caseNotification', 'identification', 'monitoring']

/** A fact that its Participant does not keep is asked of nobody. */
function whyNotInGoodStanding(
  { section, purpose }: DisclosureRequest,
  { isListed, facts }: KnownOrganisation,
): DenialRule | undefined {
  if (!isListed) return 'recipient-left'
  if (facts.licence === 'notInForce') return 'licence-not-in-force'
  if (facts.agreement === 'notInForce') return 'agreement-not-in-force'
  if (facts.membership === 'notInForce' && amongMembers.includes(purpose)) return 'not-nrm-member'
  return facts.vetting === 'notInForce' && section !== undefined ? 'not-vetted' : undefined
}

/** What goes one way on her consent only, or on the bases that are named. The role of who asks is no matter. */
type DirectionBan = {
  readonly rule: DenialRule
  readonly from: readonly OrganisationKind[]
  readonly to: readonly OrganisationKind[]
  /** Only between two Participants. */
  readonly isAbroad: boolean
  readonly sections?: readonly SectionName[]
  readonly unless: readonly string[]
}

const law = ['legalObligation', 'publicInterest', 'vitalInterests']

const directionBans: readonly DirectionBan[] = [
  {
    rule: 'identity-not-unasked',
    from: encountering,
    to: serving,
    isAbroad: false,
    sections: ['identity'],
    unless: [],
  },
  {
    rule: 'police-not-unasked',
    from: serving,
    to: ['police', 'borderPolice'],
    isAbroad: false,
    unless: law,
  },
  {
    rule: 'authority-abroad-not-unasked',
    from: organisationKinds.codes,
    to: authorities,
    isAbroad: true,
    // A crime to come is told wherever it will be: the event holds nothing of her, and leads to no case.
    unless: ['publicInterest'],
  },
]

function whyNotThisWay(
  { discloser, recipient, section, unasked }: DisclosureRequest,
  from: OrganisationKind,
  to: OrganisationKind,
): DenialRule | undefined {
  if (section === undefined || unasked === undefined) return undefined
  const isAbroad = participantOf(discloser) !== participantOf(recipient)
  return directionBans.find(
    (ban) =>
      (isAbroad || !ban.isAbroad) &&
      ban.from.includes(from) &&
      ban.to.includes(to) &&
      ban.sections?.includes(section) !== false &&
      !ban.unless.includes(unasked.basis.kind),
  )?.rule
}

/**
 * A correction brings nobody what was not given before, and what is passed on goes to whom its event may: what
 * they could carry says nothing of whom a section reaches.
 */
const repeating: readonly EventType[] = ['CorrectionIssued', 'EventShared']

/** The sections that some event can bring to an organisation of each kind. */
const reach: ReadonlyMap<OrganisationKind, ReadonlySet<SectionName>> = new Map(
  organisationKinds.codes.map((kind) => [kind, sectionsFor(kind)]),
)

function sectionsFor(kind: OrganisationKind): ReadonlySet<SectionName> {
  const definitions: readonly EventDefinition[] = eventTypes
    .filter((type) => !repeating.includes(type) && mayReceive(kind, type))
    .map((type) => eventDefinitions[type])
  return new Set(definitions.flatMap(({ sections }) => sections))
}
