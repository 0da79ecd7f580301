import type { ParticipantCode } from '@trm/kernel'
import { closedList, type CodeOf } from '../vocabulary/closed-list.ts'
import type { OrganisationKind, SectionName } from '../vocabulary/lists.ts'
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
  'promises',
  'consent',
  'retention',
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

/** From when the months of a term count. */
export type RetentionAnchor =
  /** The closing of the case at this organisation; of one that cannot close it, the last event. */
  | 'caseClosed'
  /** The last thing that somebody recorded of the case and that is held here. */
  | 'lastEvent'
  /** The end of the grant by which a value was disclosed to this organisation. */
  | 'grantEnd'

/** For how long a value is kept: so many calendar months after the anchor, or after it came if that is later. */
export type RetentionTerm<Anchor extends RetentionAnchor = RetentionAnchor> = {
  readonly months: number
  readonly after: Anchor
}

/** The terms of the sections that are named, and that of all others. */
export type RetentionSchedule<Anchor extends RetentionAnchor = RetentionAnchor> = {
  readonly otherwise: RetentionTerm<Anchor>
  readonly sections: readonly (RetentionTerm<Anchor> & { readonly section: SectionName })[]
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
  readonly promises: {
    /**
     * So many days after the answer of a holder became overdue, and still silent, it is for a person: somebody
     * reaches it by another way. Starter packs say 7.
     */
    readonly escalateAfterDays: number
  }
  readonly consent: {
    /** So many days after she last confirmed it a consent is confirmed anew. Starter packs say 180. */
    readonly reconfirmAfterDays: number
  }
  readonly retention: {
    /** Whether agents erase what is due; else they only say what they would erase. */
    readonly execute: boolean
    /** Of what an organisation wrote itself, which stands on no grant. */
    readonly own: RetentionSchedule<'caseClosed' | 'lastEvent'>
    /** Of what others disclosed to it. */
    readonly received: RetentionSchedule
  }
  /** How many people a count that leaves the organisation stands for at least. The floor is 5. */
  readonly smallCountMin: number
}
