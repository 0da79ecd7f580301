import type { CaseCommandBody } from '@trm/contracts'
import type { SectionName } from '@trm/domain'
import {
  plusMilliseconds,
  type CaseReference,
  type EventId,
  type OrganisationId,
} from '@trm/kernel'
import { FURTHER_USE, offerTo, RECORD } from '../../casework/handover-case.ts'
import { organisation, type MemoryAgent, type MemoryNetwork } from '../../support/memory-agents.ts'

export const ORGANISATIONS = [
  'at.vienna-cso',
  'at.graz-cso',
  'rs.belgrade-cso',
  'rs.nis-cso',
  'mk.skopje-cso',
].map(organisation)

/** A case of the world, and whose it is. */
export type OpenedCase = { readonly reference: CaseReference; readonly owner: OrganisationId }

const DAY_MS = 24 * 60 * 60 * 1000

/** One of some things, by a number that means something however many they are. */
export function pick<Item>(items: readonly Item[], choice: number): Item | undefined {
  return items[choice % Math.max(items.length, 1)]
}

/** A case, and that she consents to its going round all of them. */
export async function openCase(by: OrganisationId, network: MemoryNetwork): Promise<CaseReference> {
  const agent = network.agent(by)
  const reference = await agent.openCase(RECORD)
  await agent.command(reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  await agent.command(reference, consentOf(by, network))
  return reference
}

const SECTIONS: readonly SectionName[] = ['identity', 'contact', 'needs', 'risk']

function consentOf(by: OrganisationId, network: MemoryNetwork): CaseCommandBody {
  const from = plusMilliseconds(network.now(), -DAY_MS)
  const until = plusMilliseconds(network.now(), 90 * DAY_MS)
  const others = ORGANISATIONS.filter((other) => other !== by)
  const pairs = others.flatMap((other) => [
    [by, other],
    [other, by],
  ])
  return {
    type: 'GiveDataConsent',
    ...FURTHER_USE,
    clauses: pairs.flatMap(([discloser, recipient], place) =>
      discloser === undefined || recipient === undefined
        ? []
        : [
            {
              id: `c${String(place + 1)}`,
              discloser,
              recipient,
              purposes: ['handover', 'return', 'assistance'] as const,
              sections: SECTIONS,
              from,
              until,
              onward: false,
            },
          ],
    ),
  }
}

type Makers = readonly (() => CaseCommandBody | undefined)[]

/** What an organisation might say about a case by these numbers, sensible or not. */
export function commandOf(
  { what, choice }: { readonly what: number; readonly choice: number },
  by: OrganisationId,
  { reference, owner }: OpenedCase,
  network: MemoryNetwork,
): CaseCommandBody | undefined {
  const agent = network.agent(by)
  const isOwner = by === owner
  const other = pick(
    ORGANISATIONS.filter((each) => each !== by),
    what >> 4,
  )
  const event = (type: string) => pick(idsOf(agent, reference, type), what >> 8)
  const inDays = (days: number) => plusMilliseconds(network.now(), days * DAY_MS)
  const needs = { needs: { assignedWorker: { name: 'Vukosava Radulović', role: 'case manager' } } }
  const [referral, consent] = [event('ReferralOffered'), event('DataConsentGiven')]
  const ofReferral = (make: (referral: EventId) => CaseCommandBody) =>
    referral === undefined ? undefined : make(referral)
  const ofConsent = (make: (consent: EventId) => CaseCommandBody) =>
    consent === undefined ? undefined : make(consent)
  const clause = `c${String((choice % 8) + 1)}`
  const asked: Makers = [
    () => ofReferral((id) => ({ type: 'MarkReferralSeen', referral: id })),
    () =>
      ofReferral((id) => ({
        type: 'AcceptReferral',
        referral: id,
        firstContactBy: inDays(1),
        sections: needs,
      })),
    () => ofReferral((id) => ({ type: 'DeclineReferral', referral: id, reason: 'noCapacity' })),
    () => {
      const enquiry = event('CapacityAsked')
      return enquiry && { type: 'AnswerCapacity', enquiry, answer: 'available' }
    },
  ]
  const both: Makers = [
    () =>
      ofReferral((id) => ({
        type: 'ExchangeContact',
        referral: id,
        share: ['identity', 'contact'],
      })),
    () =>
      ofReferral((id) => ({
        type: 'AssessRisk',
        about: id,
        subjects: ['person'],
        sections: {
          risk: { assessments: [{ subject: 'person', level: 'low', assessedOn: '2026-03-01' }] },
        },
      })),
  ]
  const ofOwner: Makers = [
    () =>
      other && {
        type: 'AskCapacity',
        to: [other],
        services: ['accommodation'],
        languages: ['sr'],
        respondBy: inDays(2),
      },
    () => other && offerTo(network, other, inDays(20)),
    () =>
      ofConsent((id) => ({
        type: 'NarrowDataConsent',
        consent: id,
        clause,
        sections: [pick(SECTIONS, what >> 12) ?? 'contact'],
      })),
    () =>
      choice % 8 === 0
        ? ofConsent((id) => ({ type: 'WithdrawDataConsent', consent: id }))
        : undefined,
    () => (choice % 4 === 0 ? consentOf(by, network) : undefined),
  ]
  const makers = [...(isOwner ? ofOwner : asked), ...both]
  return pick(makers, what >> 2)?.()
}

/** The events of a type that an organisation has of a case. */
export function idsOf(
  agent: MemoryAgent,
  reference: CaseReference,
  type: string,
): readonly EventId[] {
  const events = agent.storeState.streams.get(`case-${reference}`) ?? []
  return events.filter((each) => each.type === type).map(({ id }) => id as EventId)
}

/** Every event that it has of a case. */
export const idsAt = (agent: MemoryAgent, reference: CaseReference) =>
  (agent.storeState.streams.get(`case-${reference}`) ?? []).map(({ id }) => id)
