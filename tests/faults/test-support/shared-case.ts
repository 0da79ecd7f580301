import type { CaseCommandBody } from '@trm/contracts'
import type { ConsentClause, SectionName } from '@trm/domain'
import {
  invariant,
  plusMilliseconds,
  toInstant,
  TrmError,
  type CaseReference,
  type EventId,
  type OrganisationId,
} from '@trm/kernel'
import type { LocalNetwork } from '@trm/local'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { handoverRecord } from '../../support/local-network.ts'

export const VIENNA = 'at.vienna-cso' as OrganisationId
export const BELGRADE = 'rs.belgrade-cso' as OrganisationId

type AgentClient = Pick<
  ReturnType<LocalNetwork['client']>,
  'openCase' | 'command' | 'deliveries' | 'sharedState' | 'quarantine' | 'replay'
>
/** How each of the two is asked. */
export type Asked = (organisation: OrganisationId) => AgentClient

/** A case of Vienna's that Belgrade has accepted. */
export type SharedCase = { readonly reference: CaseReference; readonly referral: EventId }

const DAY_MS = 24 * 60 * 60 * 1000
/** Of the 10,000 events of a long run the last is delivered after an hour. */
const DEADLINE_MS = process.env['TRM_FAULTS'] === 'long' ? 3_600_000 : 60_000
const SECTIONS: readonly SectionName[] = ['needs', 'risk']

export async function openSharedCase(client: Asked): Promise<SharedCase> {
  const inDays = (days: number) => plusMilliseconds(toInstant(new Date()), days * DAY_MS)
  const clause = (
    id: string,
    [discloser, recipient]: readonly [OrganisationId, OrganisationId],
  ): ConsentClause => {
    const purposes = ['handover', 'return', 'assistance'] as const
    const [from, until] = [inDays(-1), inDays(90)]
    return { id, discloser, recipient, purposes, sections: SECTIONS, from, until, onward: false }
  }
  const opened = await client(VIENNA).openCase({
    commandId: randomToken(),
    ageStatus: 'verifiedAdult',
    record: await handoverRecord(),
  })
  invariant(opened.ok, 'shared case: it is opened')
  const reference = opened.value.case
  const vienna = (command: CaseCommandBody) => give(client(VIENNA), reference, command)
  await vienna({ type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  await vienna({
    type: 'GiveDataConsent',
    giver: 'self',
    form: 'written',
    formVersion: '2026-03',
    language: 'sr-Latn',
    interpreter: true,
    matters: ['collection', 'furtherUse'],
    evidence: [],
    clauses: [clause('c1', [VIENNA, BELGRADE]), clause('c2', [BELGRADE, VIENNA])],
  })
  const referral = await vienna({
    type: 'OfferReferral',
    to: BELGRADE,
    services: ['accommodation'],
    urgency: 'soon',
    languages: ['sr'],
    ageBand: '25to34',
    arrivalFrom: inDays(5),
    arrivalUntil: inDays(12),
    respondBy: inDays(3),
    sections: { needs: { services: ['accommodation'] } },
  })
  await becomes(client(VIENNA), reference, [referral], 'stored')
  const accepted = await give(client(BELGRADE), reference, {
    type: 'AcceptReferral',
    referral,
    firstContactBy: inDays(4),
    sections: { needs: { assignedWorker: { name: 'Vukosava Radulović', role: 'case manager' } } },
  })
  await becomes(client(BELGRADE), reference, [accepted], 'stored')
  return { reference, referral }
}

/** What either may say again and again: an assessment, whose section the other may read. */
export function assessment({ referral }: SharedCase): CaseCommandBody {
  return {
    type: 'AssessRisk',
    about: referral,
    subjects: ['person'],
    sections: {
      risk: { assessments: [{ subject: 'person', level: 'low', assessedOn: '2026-03-01' }] },
    },
  }
}

/** Gives a command once, however often it takes to be answered: an agent that is killed does not answer. */
export async function give(
  client: AgentClient,
  reference: CaseReference,
  command: CaseCommandBody,
): Promise<EventId> {
  const request = { commandId: randomToken(), command }
  const answer = await waitFor(
    async () => {
      const answered = await client.command(reference, request).catch(nothingFromTheDead)
      return answered === undefined || isLater(answered) ? undefined : answered
    },
    { deadlineMs: DEADLINE_MS, what: `an answer to ${command.type}` },
  )
  invariant(answer.ok, `shared case: ${command.type} is accepted`)
  return answer.value.event
}

/** Waits until the deliveries of these events, to whomever they go, have come to this. */
export async function becomes(
  client: AgentClient,
  reference: CaseReference,
  events: readonly EventId[],
  status: 'queued' | 'relayed' | 'stored',
): Promise<void> {
  await waitFor(
    async () => {
      const answered = await client.deliveries(reference).catch(nothingFromTheDead)
      const found = new Map(
        (answered?.ok === true ? answered.value.deliveries : []).map((each) => [each.event, each]),
      )
      return events.every((event) => found.get(event)?.status === status)
    },
    { deadlineMs: DEADLINE_MS, what: `deliveries that are ${status}` },
  )
}

const UNAVAILABLE = 503

function isLater(answered: { readonly ok: boolean; readonly failure?: { status: number } }) {
  return !answered.ok && answered.failure?.status === UNAVAILABLE
}

function nothingFromTheDead(error: unknown): undefined {
  // By its code: of the client only its type is known here.
  if (error instanceof TrmError && error.code === 'API_UNREACHABLE') return undefined
  throw error
}
