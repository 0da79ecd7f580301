import { participantOf, type OrganisationId } from '@trm/kernel'
import type { CaseEvent, EventOf, EventType, FactsByType, Grant } from '../case/events.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { at, belgrade, idOf, skopje, theCase, vienna, viennaOffice } from './world.ts'

type Held = Partial<Pick<CaseEvent, 'sections' | 'clauses' | 'grants'>>

/** An event of the tests: named, at a minute of the story, with what is held of it. */
export function caseEvent<Type extends EventType>(
  type: Type,
  name: string,
  author: OrganisationId,
  minute: number,
  facts: FactsByType[Type],
  held: Held = {},
): EventOf<Type> {
  const time = at(minute)
  return {
    id: idOf(name),
    type,
    case: theCase,
    author,
    recordedAt: time,
    occurredAt: time,
    facts,
    sections: [],
    clauses: [],
    grants: [],
    ...held,
  }
}

/** A grant under clause `c1` of the story's consent. */
export function grantTo(to: OrganisationId, parts: Partial<Grant> = {}): Grant {
  return {
    to,
    seq: 1,
    sections: [],
    basis: { kind: 'consent', consent: idOf('consent'), clause: 'c1' },
    purpose: 'handover',
    until: at(1000),
    onward: false,
    ...parts,
  }
}

export function commitmentTo(name: SectionName, digest = `digest-of-${name}`) {
  return { name, digest } as const
}

const handover = ['handover', 'return', 'assistance'] as const
const window = { from: at(0), until: at(1000), onward: false } as const

/** Vienna to Belgrade, back, and the bare facts to the NRM office. */
export const clauses = [
  {
    id: 'c1',
    discloser: vienna,
    recipient: belgrade,
    purposes: handover,
    sections: ['identity', 'contact', 'needs', 'risk', 'travel'],
    ...window,
  },
  {
    id: 'c2',
    discloser: belgrade,
    recipient: vienna,
    purposes: handover,
    sections: ['needs', 'risk'],
    ...window,
  },
  {
    id: 'c3',
    discloser: vienna,
    recipient: viennaOffice,
    purposes: ['caseNotification'],
    sections: [],
    ...window,
  },
] as const

const referral = idOf('offered')

/** A whole handover, event by event, as an observer would hold it who reads everything. */
export const story = {
  opened: caseEvent('CaseOpened', 'opened', vienna, 0, { ageStatus: 'verifiedAdult' }),
  presumed: caseEvent('PresumedVictimRecorded', 'presumed', vienna, 1, { indicatorSet: 'at-2024' }),
  consent: caseEvent(
    'DataConsentGiven',
    'consent',
    vienna,
    2,
    {
      giver: 'self',
      form: 'oral',
      formVersion: 'v1',
      language: 'sr',
      interpreter: true,
      matters: ['furtherUse'],
      evidence: [],
    },
    {
      clauses,
      grants: [
        grantTo(belgrade, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } }),
        grantTo(viennaOffice, {
          basis: { kind: 'consent', consent: 'this', clause: 'c3' },
          purpose: 'caseNotification',
        }),
      ],
    },
  ),
  asked: caseEvent(
    'CapacityAsked',
    'asked',
    vienna,
    3,
    {
      services: ['accommodation'],
      languages: ['sr'],
      respondBy: at(100),
    },
    { grants: [grantTo(belgrade, { basis: { kind: 'noPersonalData' } })] },
  ),
  answered: caseEvent('CapacityAnswered', 'answered', belgrade, 4, {
    enquiry: idOf('asked'),
    answer: 'available',
  }),
  offered: caseEvent(
    'ReferralOffered',
    'offered',
    vienna,
    5,
    {
      to: belgrade,
      services: ['accommodation'],
      urgency: 'soon',
      languages: ['sr'],
      ageBand: '25to34',
      arrivalFrom: at(200),
      arrivalUntil: at(300),
      respondBy: at(100),
    },
    { grants: [grantTo(belgrade)] },
  ),
  seen: caseEvent('ReferralSeen', 'seen', belgrade, 6, { referral }),
  accepted: caseEvent('ReferralAccepted', 'accepted', belgrade, 7, {
    referral,
    firstContactBy: at(150),
  }),
  contact: caseEvent(
    'ContactExchanged',
    'contact',
    vienna,
    8,
    { referral },
    { sections: [commitmentTo('identity'), commitmentTo('contact')] },
  ),
  riskHere: caseEvent('RiskAssessed', 'riskHere', vienna, 9, {
    about: referral,
    subjects: ['person'],
  }),
  riskThere: caseEvent('RiskAssessed', 'riskThere', belgrade, 10, {
    about: referral,
    subjects: ['familyInOrigin'],
  }),
  planned: caseEvent('ReturnTravelPlanned', 'planned', vienna, 11, { referral }),
  departed: caseEvent('DepartureConfirmed', 'departed', vienna, 12, { referral }),
  arrived: caseEvent('ArrivalConfirmed', 'arrived', belgrade, 13, { referral }),
  supported: caseEvent('SupportStarted', 'supported', belgrade, 14, {
    referral,
    services: ['accommodation'],
  }),
  feedback: caseEvent('FeedbackGiven', 'feedback', belgrade, 15, {
    referral,
    outcome: 'supportRunning',
  }),
  narrowed: caseEvent('DataConsentNarrowed', 'narrowed', vienna, 16, {
    consent: idOf('consent'),
    clause: 'c1',
    sections: ['contact'],
  }),
  erased: caseEvent('HoldersAnswered', 'erased', belgrade, 17, {
    narrowing: idOf('narrowed'),
    answer: 'erased',
    sections: ['contact'],
    retained: [],
  }),
  notified: caseEvent(
    'CaseNotified',
    'notified',
    vienna,
    18,
    {
      identification: 'presumed',
      ageStatus: 'verifiedAdult',
      identifiedIn: participantOf(vienna),
      services: ['accommodation'],
      respondBy: at(500),
    },
    {
      grants: [
        grantTo(viennaOffice, {
          basis: { kind: 'consent', consent: idOf('consent'), clause: 'c3' },
          purpose: 'caseNotification',
        }),
      ],
    },
  ),
  acknowledged: caseEvent('NotificationAcknowledged', 'acknowledged', viennaOffice, 19, {
    notification: idOf('notified'),
  }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export type Chapter = keyof typeof story

export const chapters = Object.keys(story) as readonly Chapter[]

/** The story up to a chapter, which is included. */
export function upTo(chapter: Chapter): readonly CaseEvent[] {
  return chapters.slice(0, chapters.indexOf(chapter) + 1).map((name) => story[name])
}

/** The story up to a chapter, with some events left out. */
export function upToWithout(chapter: Chapter, ...left: readonly Chapter[]): readonly CaseEvent[] {
  const ids = new Set(left.map((name) => story[name].id))
  return upTo(chapter).filter(({ id }) => !ids.has(id))
}

/** Everybody who acts in the tests. */
export const everybody: readonly OrganisationId[] = [vienna, belgrade, skopje, viennaOffice]
