import { mayAuthor, mayReceive } from '../case/entitlement.ts'
import type { EventType } from '../definition/catalogue.ts'
import { languages } from '../vocabulary/languages.ts'
import type { OrganisationKind } from '../vocabulary/lists.ts'
import { authorities, serving } from '../vocabulary/organisation-groups.ts'
import { floors } from './floors.ts'
import type { PolicyFlaw } from './policy-flaw.ts'
import { policyRules, type PolicyPack, type PolicyRule } from './policy-pack.ts'
import { findBelowFloor } from './below-floor.ts'
import { findRepetitions } from './repetitions.ts'
import { findRetentionFlaws } from './retention-flaws.ts'
import { findSubUnitFlaws } from './sub-unit-flaws.ts'

/**
 * Everything that is wrong with a pack, in the order of its fields. A pack with a flaw is not loaded: what
 * the Convention and the guides promise at least holds in every Participant, whatever its pack says.
 */
export function findPolicyFlaws(pack: PolicyPack): readonly PolicyFlaw[] {
  return [
    ...policyRules.codes.flatMap((rule) => findSourceFlaws(pack, rule)),
    ...findFirstIdentifierFlaws(pack.identification.first),
    ...findPowerFlaws('identification.formal', pack.identification.formal, 'FormallyIdentified'),
    ...findReflectionFlaws(pack.reflection),
    ...findResidenceFlaws(pack.residence),
    ...pack.mandatoryNotifications.flatMap(findNotificationFlaws),
    ...findSubUnitFlaws(pack.subUnits),
    ...findLanguageFlaws(pack.languages),
    ...findLicenceFlaws(pack.licence),
    ...findBelowFloor(
      'promises.escalateAfterDays',
      pack.promises.escalateAfterDays,
      floors.deadlineDays,
    ),
    ...findBelowFloor(
      'consent.reconfirmAfterDays',
      pack.consent.reconfirmAfterDays,
      floors.deadlineDays,
    ),
    ...findRetentionFlaws(pack.retention),
    ...findBelowFloor('smallCountMin', pack.smallCountMin, floors.smallCount),
  ]
}

/** A rule that says nothing, such as a list of units where there are none, needs no source. */
function findSourceFlaws(pack: PolicyPack, rule: PolicyRule): readonly PolicyFlaw[] {
  const value = pack[rule]
  const saysNothing = Array.isArray(value) && value.length === 0
  const isCited = pack.sources[rule].some((source) => source.trim() !== '')
  return saysNothing || isCited ? [] : [{ kind: 'no-source', field: `sources.${rule}` }]
}

/** Protection starts when somebody is presumed to be a victim: that cannot hang on authorities alone. */
function findFirstIdentifierFlaws(first: readonly OrganisationKind[]): readonly PolicyFlaw[] {
  const field = 'identification.first'
  const flaws: PolicyFlaw[] = [...findPowerFlaws(field, first, 'PresumedVictimRecorded')]
  if (first.length === 0) return flaws
  if (!first.some((kind) => isAmong(serving, kind))) flaws.push({ kind: 'no-serving-kind', field })
  if (first.every((kind) => isAmong(authorities, kind)))
    flaws.push({ kind: 'authorities-only', field })
  return flaws
}

function findReflectionFlaws(reflection: PolicyPack['reflection']): readonly PolicyFlaw[] {
  const { daysMin, grantedBy, alarmDaysBefore, referWithinDays } = reflection
  const alarm = 'reflection.alarmDaysBefore'
  const refer = 'reflection.referWithinDays'
  return [
    ...findBelowFloor('reflection.daysMin', daysMin, floors.reflectionDays),
    ...findPowerFlaws('reflection.grantedBy', grantedBy, 'ReflectionPeriodGranted'),
    ...findBelowFloor(alarm, alarmDaysBefore, floors.deadlineDays),
    // An alarm as many days before the end as the period has would be raised with the grant.
    ...findBeyondReflection(alarm, alarmDaysBefore, daysMin - 1),
    ...findBelowFloor(refer, referWithinDays, floors.deadlineDays),
    ...findBeyondReflection(refer, referWithinDays, daysMin),
  ]
}

function findResidenceFlaws(residence: PolicyPack['residence']): readonly PolicyFlaw[] {
  const { monthsMin, grounds, grantedBy, suggestedBy } = residence
  return [
    ...findBelowFloor('residence.monthsMin', monthsMin, floors.residenceMonths),
    ...findEmptyList('residence.grounds', grounds),
    ...findPowerFlaws('residence.grantedBy', grantedBy, 'ResidencePermitGranted'),
    ...findUnusablePowers('residence.suggestedBy', suggestedBy, 'ResidencePermitRequested'),
  ]
}

function findNotificationFlaws(
  { by, to, withinDays }: PolicyPack['mandatoryNotifications'][number],
  index: number,
): readonly PolicyFlaw[] {
  const field = `mandatoryNotifications.${String(index)}`
  const reader: readonly PolicyFlaw[] = mayReceive(to, 'MandatoryNotificationMade')
    ? []
    : [{ kind: 'not-to-who-helps', field: `${field}.to` }]
  return [
    ...findPowerFlaws(`${field}.by`, by, 'MandatoryNotificationMade'),
    ...reader,
    ...findBelowFloor(`${field}.withinDays`, withinDays, floors.deadlineDays),
  ]
}

function findLanguageFlaws(tags: readonly string[]): readonly PolicyFlaw[] {
  const unknown = tags.flatMap((tag, index): readonly PolicyFlaw[] =>
    languages.has(tag) ? [] : [{ kind: 'language-unknown', field: `languages.${String(index)}` }],
  )
  const repeated = findRepetitions(tags, (index) => `languages.${String(index)}`)
  return [...findEmptyList('languages', tags), ...unknown, ...repeated]
}

function findLicenceFlaws(licence: PolicyPack['licence']): readonly PolicyFlaw[] {
  const { needed, yearsMax, reviewMonths } = licence
  if (needed === 'never') return []
  return [
    ...findBelowFloor('licence.yearsMax', yearsMax, floors.licenceYears),
    ...findBelowFloor('licence.reviewMonths', reviewMonths, floors.licenceReviewMonths),
  ]
}

/** Somebody has to have the power, and whoever has it has to be able to author the event. */
function findPowerFlaws(
  field: string,
  kinds: readonly OrganisationKind[],
  type: EventType,
): readonly PolicyFlaw[] {
  return [...findEmptyList(field, kinds), ...findUnusablePowers(field, kinds, type)]
}

function findUnusablePowers(
  field: string,
  kinds: readonly OrganisationKind[],
  type: EventType,
): readonly PolicyFlaw[] {
  return kinds.flatMap((kind, index): readonly PolicyFlaw[] =>
    mayAuthor(kind, type)
      ? []
      : [{ kind: 'power-without-author', field: `${field}.${String(index)}` }],
  )
}

function findEmptyList(field: string, items: readonly unknown[]): readonly PolicyFlaw[] {
  return items.length > 0 ? [] : [{ kind: 'empty-list', field }]
}

function findBeyondReflection(field: string, days: number, ceiling: number): readonly PolicyFlaw[] {
  return days > ceiling ? [{ kind: 'beyond-reflection', field, ceiling }] : []
}

function isAmong(group: readonly OrganisationKind[], kind: OrganisationKind): boolean {
  return group.includes(kind)
}
