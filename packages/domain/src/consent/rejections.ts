import type { EventId } from '@trm/kernel'
import type { SectionName } from '../vocabulary/lists.ts'
import { conflict, forbidden, invalid, unknown } from '../definition/rejection-definition.ts'

export const consentRejections = {
  'consent-unknown': unknown('name a consent that this organisation is a party to'),
  'clause-unknown': unknown('name a clause of the consent'),
  'not-your-consent': forbidden('the organisation that took the consent records this'),
  'no-clauses': invalid('name at least one clause'),
  'duplicate-clause': invalid('give every clause an id of its own'),
  'clause-between-others': invalid<{ readonly clause: string }>(
    'name clauses that this organisation is a party to',
  ),
  'guardian-required': conflict(
    'a guardian or a representative consents for a child, or for somebody who may be one',
  ),
  'guardian-excluded': conflict('somebody else than the excluded guardian consents for the child'),
  'clause-refused': conflict<{ readonly clause: string }>(
    'leave it out of the clause; only if she says so of her own accord, record first that she takes her refusal back',
  ),
  'duplicate-refusal': invalid('give every refusal an id of its own'),
  'refused-recipient-unclear': invalid('name an organisation or a kind of organisation, not both'),
  'refusals-apart': invalid(
    'record each refusal by itself: other organisations learn of one than of the other',
  ),
  'clause-for-more-purposes': conflict<{ readonly consent: EventId; readonly clause: string }>(
    'narrow the clause or take the consent back first: it is for other purposes, too',
  ),
  'refusal-unknown': unknown('name a refusal that this organisation holds'),
  'not-your-refusal': forbidden(
    'the organisation that recorded the refusal, or that has custody of the case, records this',
  ),
  'consent-is-suspended': conflict(
    'settle first who speaks for her, or have whoever does consent anew: this consent is suspended',
  ),
  'consent-not-reconfirmed': conflict<{ readonly consent: EventId }>(
    'ask her again: whoever took the consent records that she confirms it, or that she takes it back',
  ),
  'nothing-to-narrow': conflict('name a section that the clause still covers'),
  'whole-consent-ends': conflict('record that the whole consent has run out'),
  'already-withdrawn': conflict('nothing: the consent was taken back already'),
  'narrowing-unknown': unknown('answer something that was taken back from this organisation'),
  'not-a-holder': forbidden('whoever holds something under the consent answers'),
  'not-disclosed-by': unknown('name one that was to disclose under what was taken back'),
  'already-answered': conflict('nothing: there is an answer already'),
  'answer-incomplete': invalid('answer for every section that was taken back'),
  'proposal-of-disclosure-unknown': unknown(
    'name a disclosure that this organisation has proposed',
  ),
  'beyond-time-limit': invalid('name an end within 30 days; after that it is looked at anew'),
  'not-for-safety': invalid<{ readonly section: SectionName }>(
    'leave the section out: vital interests are for what keeps her safe',
  ),
  'anonymous-would-do': conflict('disclose anonymous data instead'),
  'only-suspended': conflict('restrict it, and keep it until it is settled who speaks for her'),
  'under-legal-hold': conflict(
    'wait until the hold is over or lifted; until then it can be restricted',
  ),
  'hold-unknown': unknown('name a hold that this organisation placed'),
} as const
