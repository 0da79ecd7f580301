import type { AgentClient } from '@trm/client'
import type { CaseCommandBody } from '@trm/contracts'
import { plusMilliseconds, toInstant, type CaseReference, type EventId } from '@trm/kernel'
import type { ConsentClause, Purpose, SectionName } from '@trm/domain'
import type { OrganisationId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { accepted, eventually } from './scenario-clock.ts'

/** The agents that take part, as people signed in there ask them. */
export type HandoverNetwork = {
  readonly agents: readonly { readonly organisation: string }[]
  client(organisation: string): HandoverClient
}

type HandoverClient = Pick<AgentClient, 'openCase' | 'command' | 'deliveries' | 'viewCase'>

/** What a run of the scenario leaves behind. */
export type Handover = {
  readonly case: CaseReference
  readonly steps: readonly string[]
}

export type HandoverOptions = {
  /** A case record in HTCDS 2.0 field names, as parsed from its file. */
  readonly record: Record<string, unknown>
  /** Who receives her in Belgrade; somebody invented where no name is given. */
  readonly worker?: string
  /** Called before each step; the step begins when its promise resolves. */
  readonly onStep?: (step: string, number: number) => Promise<void> | void
}

const VIENNA = 'at.vienna-cso' as OrganisationId
const BELGRADE = 'rs.belgrade-cso' as OrganisationId
const NRM_AUSTRIA = 'at.nrm-office' as OrganisationId
const NRM_SERBIA = 'rs.nrm-office' as OrganisationId
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * A returning person is handed over from a CSO in Vienna to a CSO in Belgrade, with the people who do
 * it signed in at their own agents. Each step waits until it has arrived where it is meant to.
 */
export async function playHandover(
  network: HandoverNetwork,
  options: HandoverOptions,
): Promise<Handover> {
  const vienna = network.client(VIENNA)
  const belgrade = network.client(BELGRADE)
  const nrmSerbia = network.client(NRM_SERBIA)
  const { worker = 'Vukosava Radulović' } = options
  const steps: string[] = []
  const begin = async (step: string) => {
    steps.push(step)
    await options.onStep?.(step, steps.length)
  }
  const inDays = (days: number) => plusMilliseconds(toInstant(new Date()), days * DAY_MS)
  const now = () => toInstant(new Date())

  await begin('Vienna opens the case from its HTCDS record')
  const openRequest = {
    commandId: randomToken(),
    ageStatus: 'verifiedAdult',
    record: options.record,
  } as const
  const opened = await accepted(() => vienna.openCase(openRequest), 'open')
  const reference = opened.case
  const by = (client: HandoverClient) => speaker(client, reference)
  const [viennaSays, belgradeSays, nrmSerbiaSays] = [by(vienna), by(belgrade), by(nrmSerbia)]

  await begin('Vienna records a presumed victim')
  await viennaSays({ type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })

  await begin('the person consents: who may learn what, until when')
  const consent = await viennaSays({
    type: 'GiveDataConsent',
    giver: 'self',
    form: 'written',
    formVersion: '2026-03',
    language: 'sr-Latn',
    interpreter: true,
    matters: ['collection', 'furtherUse'],
    evidence: [],
    clauses: consentClauses(inDays(0), inDays(365)),
  })

  await begin('Vienna asks Belgrade for a place, without a word about the person')
  const enquiry = await viennaSays({
    type: 'AskCapacity',
    to: [BELGRADE],
    services: ['arrivalReception', 'accommodation', 'psychologicalSupport'],
    languages: ['sr'],
    respondBy: inDays(2),
  })
  await begin('Belgrade has a place')
  await belgradeSays({ type: 'AnswerCapacity', enquiry, answer: 'available' })

  await begin('Vienna offers the referral, with a preview')
  const referral = await viennaSays({
    type: 'OfferReferral',
    to: BELGRADE,
    services: ['arrivalReception', 'accommodation', 'psychologicalSupport'],
    urgency: 'soon',
    languages: ['sr'],
    ageBand: '25to34',
    arrivalFrom: inDays(5),
    arrivalUntil: inDays(12),
    respondBy: inDays(3),
    sections: { needs: { services: ['arrivalReception', 'accommodation'] } },
  })
  await begin('somebody in Belgrade has seen it')
  await belgradeSays({ type: 'MarkReferralSeen', referral })
  await begin('Belgrade accepts, with a named worker and a date')
  await belgradeSays({
    type: 'AcceptReferral',
    referral,
    firstContactBy: inDays(4),
    sections: {
      needs: { assignedWorker: { name: worker, role: 'case manager' } },
    },
  })

  await begin('Vienna exchanges the contact: who she is and how to reach her safely')
  await viennaSays({ type: 'ExchangeContact', referral, share: ['identity', 'contact'] })
  await begin('Vienna and Belgrade assess the risk')
  await viennaSays({
    type: 'AssessRisk',
    about: referral,
    subjects: ['person', 'proceedings'],
    sections: riskOf('person', 'medium', now().slice(0, 10)),
  })
  await belgradeSays({
    type: 'AssessRisk',
    about: referral,
    subjects: ['familyInOrigin'],
    sections: riskOf('familyInOrigin', 'low', now().slice(0, 10)),
  })

  await begin('Vienna plans the return travel')
  await viennaSays({
    type: 'PlanReturnTravel',
    referral,
    sections: {
      travel: {
        mode: 'coach',
        departsOn: inDays(6).slice(0, 10),
        arrivesOn: inDays(7).slice(0, 10),
        receivedBy: worker,
      },
    },
  })
  await begin('she departs')
  await viennaSays({ type: 'ConfirmDeparture', referral, occurredAt: now() })
  await begin('she has arrived')
  await belgradeSays({ type: 'ConfirmArrival', referral, occurredAt: now() })
  await begin('Belgrade begins its support')
  await belgradeSays({
    type: 'StartSupport',
    referral,
    occurredAt: now(),
    services: ['accommodation', 'psychologicalSupport'],
  })
  await begin('Belgrade tells Vienna how it went')
  await belgradeSays({ type: 'GiveFeedback', referral, outcome: 'supportRunning' })

  await begin('Vienna notifies the NRM offices, without an identity')
  const notification = await viennaSays({
    type: 'NotifyCase',
    to: [NRM_AUSTRIA, NRM_SERBIA],
    services: ['accommodation', 'psychologicalSupport'],
    respondBy: inDays(14),
  })
  await begin('the NRM office in Serbia acknowledges')
  await nrmSerbiaSays({ type: 'AcknowledgeNotification', notification })

  await begin('she takes her contact back from Belgrade')
  const narrowing = await viennaSays({
    type: 'NarrowDataConsent',
    consent,
    clause: 'c1',
    sections: ['contact'],
  })
  await begin('Belgrade answers with its signature that it has erased it')
  await eventually('holder-answer', async () => {
    const { state } = await accepted(() => vienna.viewCase(reference), 'view')
    return holderAnswer(state, narrowing, BELGRADE)
  })
  await settled(network, reference)
  return { case: reference, steps }
}

/** Gives commands as one organisation, each with an id of its own, and waits for the receipts. */
function speaker(client: HandoverClient, reference: CaseReference) {
  return async (command: CaseCommandBody): Promise<EventId> => {
    const step = command.type
    const request = { commandId: randomToken(), command }
    const { event } = await accepted(() => client.command(reference, request), step)
    await eventually(step, async () => {
      const { deliveries } = await accepted(() => client.deliveries(reference), step)
      const own = deliveries.filter((delivery) => delivery.event === event)
      return own.every(({ status }) => status === 'stored') ? own : undefined
    })
    return event
  }
}

/** Handover: identity, contact, needs, risk and travel, both ways; never health, never exploitation. */
function consentClauses(from: ConsentClause['from'], until: ConsentClause['until']) {
  const sections: readonly SectionName[] = ['identity', 'contact', 'needs', 'risk', 'travel']
  const handover: readonly Purpose[] = ['handover', 'return', 'assistance']
  const clause = (
    id: string,
    discloser: OrganisationId,
    recipient: OrganisationId,
    purposes: readonly Purpose[],
    covered: readonly SectionName[],
  ): ConsentClause => ({
    id,
    discloser,
    recipient,
    purposes,
    sections: covered,
    from,
    until,
    onward: false,
  })
  return [
    clause('c1', VIENNA, BELGRADE, handover, sections),
    clause('c2', BELGRADE, VIENNA, handover, ['needs', 'risk', 'travel']),
    clause('c3', VIENNA, NRM_AUSTRIA, ['caseNotification'], []),
    clause('c4', NRM_AUSTRIA, VIENNA, ['caseNotification'], []),
    clause('c5', VIENNA, NRM_SERBIA, ['caseNotification'], []),
    clause('c6', NRM_SERBIA, VIENNA, ['caseNotification'], []),
  ]
}

function riskOf(subject: 'person' | 'familyInOrigin', level: 'low' | 'medium', assessedOn: string) {
  return { risk: { assessments: [{ subject, level, assessedOn }] } }
}

function holderAnswer(
  state: Readonly<Record<string, unknown>>,
  narrowing: EventId,
  holder: OrganisationId,
): string | undefined {
  const narrowings = state['narrowings'] as Record<string, { answers: Record<string, string> }>
  return narrowings[narrowing]?.answers[holder]
}

/** Waits until no delivery of the case is on its way any more, anywhere. */
async function settled(network: HandoverNetwork, reference: CaseReference): Promise<void> {
  for (const { organisation } of network.agents) {
    const client = network.client(organisation)
    await eventually('settled', async () => {
      const { deliveries } = await accepted(() => client.deliveries(reference), 'settled')
      return deliveries.every(({ status }) => status === 'stored') ? true : undefined
    })
  }
}
