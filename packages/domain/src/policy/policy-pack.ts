import type { ParticipantCode } from '@trm/kernel'
import { closedList, type CodeOf } from '../vocabulary/closed-list.ts'
import type { OrganisationKind } from '../vocabulary/lists.ts'
import type { ResidenceGround } from '../vocabulary/process-lists.ts'

/** The rules of a pack, each of which needs a source. */
export const policyRules = closedList(
  'identification',
  'reflection',
  'residence',
  'mandatoryNotifications',
  'subUnits',
  'languages',
  'licence',
  'smallCountMin',
)
export type PolicyRule = CodeOf<typeof policyRules>

/** What a notification by law may say of a person: it finds the service that is there for her, and not her. */
export const notifiableFacts = closedList('gender', 'ageBand', 'languages')
export type NotifiableFact = CodeOf<typeof notifiableFacts>

/** A unit below a Participant: an entity, a district, a team. */
export type SubUnit = {
  /** Unique within the Participant; lower-case letters, digits and hyphens. */
  readonly code: string
  readonly kind: 'entity' | 'district' | 'team'
  /** The code of the unit above; none right below the Participant. */
  readonly within?: string
  readonly name: string
}

/**
 * What differs between Participants, as data: who may do what, how long, in which languages. Law, not
 * code: a pack cites its sources, has a version, and is refused below the floors (floors.ts).
 */
export type PolicyPack = {
  readonly participant: ParticipantCode
  /** Changes with every change of the pack. */
  readonly version: string
  /** Where each rule comes from, in words; a rule without a source is no rule. */
  readonly sources: { readonly [Rule in PolicyRule]: readonly string[] }
  readonly identification: {
    /** Who may say first that somebody is presumed to be a victim. */
    readonly first: readonly OrganisationKind[]
    /** Who may identify formally. */
    readonly formal: readonly OrganisationKind[]
  }
  readonly reflection: {
    /** At least this long. The floor is 30; 90 are recommended. */
    readonly daysMin: number
    readonly grantedBy: readonly OrganisationKind[]
    /** So many days before the end the alarm is raised where no permit follows. */
    readonly alarmDaysBefore: number
    /** Within so many days of the grant the person is referred to services. */
    readonly referWithinDays: number
  }
  readonly residence: {
    /** At least this long. The floor is 6. */
    readonly monthsMin: number
    readonly grounds: readonly ResidenceGround[]
    readonly grantedBy: readonly OrganisationKind[]
    /** Who may suggest a permit by agreement. */
    readonly suggestedBy: readonly OrganisationKind[]
  }
  /** Notifications that the law asks for, with the paragraph that does; each to one kind of recipient. */
  readonly mandatoryNotifications: readonly {
    readonly by: readonly OrganisationKind[]
    readonly to: OrganisationKind
    /** What the law asks to be said beyond that somebody is assisted. Never who she is. */
    readonly information: readonly NotifiableFact[]
    readonly citation: string
    readonly withinDays: number
  }[]
  readonly subUnits: readonly SubUnit[]
  /** BCP 47 tags of the vocabulary, the first one for what is printed without another wish. */
  readonly languages: readonly string[]
  readonly licence: {
    readonly needed: 'always' | 'perService' | 'never'
    /** For so many years at most, before it is renewed; 0 where none is needed. */
    readonly yearsMax: number
    /** Looked at again after so many months; 0 where none is needed. */
    readonly reviewMonths: number
  }
  /** How many people a count that leaves the organisation stands for at least. The floor is 5. */
  readonly smallCountMin: number
}
