import type { OrganisationId } from '@trm/kernel'
import { childrenRejections } from '../children/rejections.ts'
import { closingRejections } from '../closing/rejections.ts'
import { complaintsRejections } from '../complaints/rejections.ts'
import { consentRejections } from '../consent/rejections.ts'
import { correctionsRejections } from '../corrections/rejections.ts'
import { crimeInformationRejections } from '../crime-information/rejections.ts'
import {
  conflict,
  forbidden,
  invalid,
  unknown,
  type RejectionOf,
} from '../definition/rejection-definition.ts'
import type { DenialRule } from '../disclosure/may-disclose.ts'
import { handoverRejections } from '../handover/rejections.ts'
import { notificationRejections } from '../notification/rejections.ts'
import { openingRejections } from '../opening/rejections.ts'
import { promisesRejections } from '../promises/rejections.ts'
import { relayRejections } from '../relay/rejections.ts'
import { residenceRejections } from '../residence/rejections.ts'
import { returnRejections } from '../return/rejections.ts'
import { sharingRejections } from '../sharing/rejections.ts'
import { testimonyRejections } from '../testimony/rejections.ts'
import type { SectionName } from '../vocabulary/lists.ts'

/** Rules that several processes have. */
export const sharedRejections = {
  'case-unknown': unknown('open the case first'),
  'not-your-case': unknown('only the organisation that has custody of the case does this'),
  'already-done': conflict('nothing: it is recorded already'),
  'in-the-future': invalid('name a time that is not later than now'),
  'not-due-yet': conflict('wait until the deadline has passed'),
  'response-deadline-passed': conflict(
    'name a deadline that lies ahead, or ask for the step to be offered again',
  ),
  'empty-window': invalid('name an end after the beginning'),
  'section-required': invalid<{ readonly section: SectionName }>('give the values of this section'),
  'no-recipients': invalid('name at least one organisation'),
  'not-accepted': conflict('the receiving side accepts the referral first'),
  'not-presumed': conflict(
    'record first that the person is presumed to be a victim: protection starts there',
  ),
  'not-in-policy': forbidden(
    "the policy of one's own Participant gives this power to other kinds of organisation",
  ),
  'no-basis': forbidden<{ readonly recipient: OrganisationId; readonly rule: DenialRule }>(
    'the person consents to this recipient, purpose and time',
  ),
} as const

/** Every way in which a command can be refused: the rule, and what would satisfy it. */
export const rejectionDefinitions = {
  ...sharedRejections,
  ...openingRejections,
  ...consentRejections,
  ...sharingRejections,
  ...handoverRejections,
  ...notificationRejections,
  ...residenceRejections,
  ...testimonyRejections,
  ...returnRejections,
  ...childrenRejections,
  ...relayRejections,
  ...promisesRejections,
  ...correctionsRejections,
  ...crimeInformationRejections,
  ...complaintsRejections,
  ...closingRejections,
} as const

/** Why a command is refused. Typed by its rule; carries no personal value. */
export type Rejection = RejectionOf<typeof rejectionDefinitions>
export type RejectionKind = Rejection['kind']
