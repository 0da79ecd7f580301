import type { CaseCommandBody, CaseView } from '@trm/contracts'
import type { ConsentClause, Purpose, SectionName } from '@trm/domain'
import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { organisation, type MemoryNetwork } from '../support/memory-agents.ts'

export const VIENNA = organisation('at.vienna-cso')
export const BELGRADE = organisation('rs.belgrade-cso')
export const SKOPJE = organisation('mk.skopje-cso')
export const DAY_MS = 24 * 60 * 60 * 1000

export type HandoverCase = {
  readonly reference: CaseReference
  readonly consent: EventId
  readonly referral: EventId
  /** With which the contact was handed over. */
  readonly contact: EventId
}

/** How a consent was given: by herself, in writing, through an interpreter. */
export const SPOKEN = {
  giver: 'self',
  form: 'written',
  formVersion: '2026-03',
  language: 'sr-Latn',
  interpreter: true,
  evidence: [],
} as const

/** As she consents to the further use of her data. */
export const FURTHER_USE = { ...SPOKEN, matters: ['furtherUse'] } as const

export const RECORD = {
  prs_FirstName: 'Milica',
  prs_SecondName: 'Petrović',
  prs_Birthdate: '1997-08-23',
  prs_Email: 'milica@posta.example',
}

/** Asks Belgrade for a place: the smallest thing that travels. */
export async function askForPlace(
  network: MemoryNetwork,
  reference: CaseReference,
  by = VIENNA,
): Promise<EventId> {
  const { event } = await network.agent(by).command(reference, {
    type: 'AskCapacity',
    to: [BELGRADE],
    services: ['accommodation'],
    languages: ['sr'],
    respondBy: plusMilliseconds(network.now(), DAY_MS),
  })
  return event
}

export function clause(
  network: MemoryNetwork,
  id: string,
  [discloser, recipient]: readonly [ConsentClause['discloser'], ConsentClause['recipient']],
  sections: readonly SectionName[],
  purposes: readonly Purpose[] = ['handover', 'return', 'assistance'],
): ConsentClause {
  const from = network.now()
  const until = plusMilliseconds(from, 30 * DAY_MS)
  return { id, discloser, recipient, purposes, sections, from, until, onward: false }
}

/**
 * A case of Vienna's that Belgrade has accepted, with the contact handed over.
 *
 * @param onward whether Belgrade may pass on what it is given.
 */
export async function handedOver(network: MemoryNetwork, onward = false): Promise<HandoverCase> {
  const vienna = network.agent(VIENNA)
  const reference = await vienna.openCase(RECORD)
  await vienna.command(reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  const { event: consent } = await vienna.command(reference, {
    type: 'GiveDataConsent',
    ...FURTHER_USE,
    clauses: [
      {
        ...clause(network, 'c1', [VIENNA, BELGRADE], ['identity', 'contact', 'needs', 'risk']),
        onward,
      },
      clause(network, 'c2', [BELGRADE, VIENNA], ['needs', 'risk']),
    ],
  })
  const { event: referral } = await vienna.command(reference, offerTo(network, BELGRADE))
  await network.delivered(VIENNA, referral)
  const { event: accepted } = await network.agent(BELGRADE).command(reference, {
    type: 'AcceptReferral',
    referral,
    firstContactBy: plusMilliseconds(network.now(), DAY_MS),
    sections: { needs: { assignedWorker: { name: 'Vukosava Radulović', role: 'case manager' } } },
  })
  await network.delivered(BELGRADE, accepted)
  const { event } = await vienna.command(reference, {
    type: 'ExchangeContact',
    referral,
    share: ['identity', 'contact'],
  })
  await network.delivered(VIENNA, event)
  return { reference, consent, referral, contact: event }
}

export function offerTo(
  network: MemoryNetwork,
  to: ConsentClause['recipient'],
  respondBy = plusMilliseconds(network.now(), DAY_MS),
): CaseCommandBody {
  const inDays = (days: number) => plusMilliseconds(network.now(), days * DAY_MS)
  return {
    type: 'OfferReferral',
    to,
    services: ['accommodation'],
    urgency: 'soon',
    languages: ['sr'],
    ageBand: '25to34',
    arrivalFrom: inDays(2),
    arrivalUntil: inDays(5),
    respondBy,
    sections: { needs: { services: ['accommodation'] } },
  }
}

/** Vienna gives Belgrade these sections of what it wrote. */
export function shared({ referral }: HandoverCase, share: readonly SectionName[]) {
  return { type: 'ExchangeContact', referral, share } as const
}

/** She takes one section back from Belgrade. */
export function narrowed({ consent }: HandoverCase, section: SectionName) {
  return { type: 'NarrowDataConsent', consent, clause: 'c1', sections: [section] } as const
}

/** Police are to be told how she can be reached, since her life is in danger. */
export function proposalToPolice(network: MemoryNetwork) {
  return {
    type: 'ProposeDisclosureWithoutConsent',
    to: 'police',
    basis: 'vitalInterests',
    reason: 'dangerToLife',
    citation: 'law-2.1',
    sections: ['contact'],
    anonymousWouldDo: false,
    notice: 'toldLater',
    until: plusMilliseconds(network.now(), DAY_MS),
  } as const
}

export async function view(
  network: MemoryNetwork,
  by: string,
  reference: CaseReference,
): Promise<CaseView> {
  const { body } = await network.agent(by).request('GET', `/casework/cases/${reference}`)
  return body as CaseView
}

/** The statuses of what an organisation was given or wrote of a section, with the rule where one withholds it. */
export async function statuses(
  network: MemoryNetwork,
  by: string,
  reference: CaseReference,
  section: SectionName,
): Promise<readonly string[]> {
  const { sections } = await view(network, by, reference)
  return (sections[section] ?? [])
    .filter(({ status }) => status !== 'never-collected')
    .map((entry) => (entry.status === 'withheld' ? `${entry.status} ${entry.rule}` : entry.status))
}

/** What the holder has answered to a narrowing, once its answer has come. */
export function answerOf(
  network: MemoryNetwork,
  reference: CaseReference,
  narrowing: EventId,
  holder: string,
): Promise<string> {
  return waitFor(async () => (await answersTo(network, reference, narrowing))?.[holder], {
    deadlineMs: 8_000,
    what: 'the answer of a holder',
  })
}

/** Waits until this is what the holder has answered. */
export async function answerBecomes(
  network: MemoryNetwork,
  reference: CaseReference,
  narrowing: EventId,
  holder: string,
  answer: string,
): Promise<void> {
  await waitFor(async () => (await answersTo(network, reference, narrowing))?.[holder] === answer, {
    deadlineMs: 8_000,
    what: `"${answer}" from a holder`,
  })
}

async function answersTo(network: MemoryNetwork, reference: CaseReference, narrowing: EventId) {
  const { state } = await view(network, VIENNA, reference)
  const narrowings = state['narrowings'] as Record<string, { answers: Record<string, string> }>
  return narrowings[narrowing]?.answers
}
