import {
  notifiableFacts,
  organisationKinds,
  residenceGrounds,
  sectionNames,
  type OrganisationKind,
  type PolicyPack,
  type SectionName,
} from '@trm/domain'
import { fail, ok, parseStrictJson, type JsonFailure, type Result } from '@trm/kernel'
import { z } from 'zod'
import { codeOf, languageTag, participantCode, setOf, versionTag } from './scalars.ts'
import { placesOf } from './signed-event.ts'

// The ceilings are those of the facts that a pack has to do with: more than 366 days are never granted.
const DAYS_MAX = 366
const MONTHS_MAX = 120
/** Who waits longer than a month before a person looks has not escalated anything. */
const ESCALATE_DAYS_MAX = 30
const UNITS_MAX = 1000
const LIST_MAX = 64

const kinds: z.ZodType<OrganisationKind[]> = setOf(
  codeOf(organisationKinds),
  organisationKinds.codes.length,
)
const days = z.int().min(0).max(DAYS_MAX)
const months = z.int().min(0).max(MONTHS_MAX)
const cited = z.array(z.string().min(1).max(1000)).max(LIST_MAX)
const unitCode = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64)

const section: z.ZodType<SectionName> = codeOf(sectionNames)

/** The terms of one kind of value, counted from one of the anchors that there are for it. */
function schedule<const Anchor extends readonly [string, ...string[]]>(anchors: Anchor) {
  const after = z.enum(anchors)
  return z.strictObject({
    otherwise: z.strictObject({ months, after }),
    sections: z.array(z.strictObject({ section, months, after })).max(LIST_MAX),
  })
}

/** A Participant's policy as its competent authority writes it down. What is too little is no matter of shape. */
export const policyPack = z.strictObject({
  participant: participantCode,
  version: versionTag,
  sources: z.strictObject({
    identification: cited,
    reflection: cited,
    residence: cited,
    mandatoryNotifications: cited,
    subUnits: cited,
    languages: cited,
    licence: cited,
    promises: cited,
    consent: cited,
    retention: cited,
    smallCountMin: cited,
  }),
  identification: z.strictObject({ first: kinds, formal: kinds }),
  reflection: z.strictObject({
    daysMin: days,
    grantedBy: kinds,
    alarmDaysBefore: days,
    referWithinDays: days,
  }),
  residence: z.strictObject({
    monthsMin: months,
    grounds: setOf(codeOf(residenceGrounds), residenceGrounds.codes.length),
    grantedBy: kinds,
    suggestedBy: kinds,
  }),
  mandatoryNotifications: z
    .array(
      z.strictObject({
        by: kinds,
        to: codeOf(organisationKinds),
        information: setOf(codeOf(notifiableFacts), notifiableFacts.codes.length),
        // It travels in the facts of the notification.
        citation: versionTag,
        withinDays: days,
      }),
    )
    .max(LIST_MAX),
  subUnits: z
    .array(
      z.strictObject({
        code: unitCode,
        kind: z.enum(['entity', 'district', 'team']),
        within: unitCode.exactOptional(),
        name: z.string().min(1).max(200),
      }),
    )
    .max(UNITS_MAX),
  languages: z.array(languageTag).max(LIST_MAX),
  licence: z.strictObject({
    needed: z.enum(['always', 'perService', 'never']),
    yearsMax: z.int().min(0).max(100),
    reviewMonths: months,
  }),
  promises: z.strictObject({ escalateAfterDays: z.int().min(0).max(ESCALATE_DAYS_MAX) }),
  consent: z.strictObject({ reconfirmAfterDays: days }),
  retention: z.strictObject({
    execute: z.boolean(),
    // What was written here stands on no grant, so none of it ends.
    own: schedule(['caseClosed', 'lastEvent']),
    received: schedule(['caseClosed', 'lastEvent', 'grantEnd']),
  }),
  smallCountMin: z.int().min(0).max(1000),
})

export type PolicyDecodeFailure =
  JsonFailure | { readonly kind: 'invalid'; readonly places: readonly string[] }

/**
 * Reads the text of a policy pack. Whether the policy is one that may be loaded, `findPolicyFlaws` of the
 * domain says.
 *
 * @returns on failure what is wrong with the JSON, or the places whose form is wrong; never a value. The
 *   pack itself is the place with the empty name: it has a field too many or is no object.
 */
export function decodePolicyPack(text: string): Result<PolicyPack, PolicyDecodeFailure> {
  const json = parseStrictJson(text)
  if (!json.ok) return json
  const parsed = policyPack.safeParse(json.value)
  if (parsed.success) return ok(parsed.data)
  return fail({ kind: 'invalid', places: placesOf(parsed.error) })
}
