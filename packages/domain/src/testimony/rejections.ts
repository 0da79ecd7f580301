import type { OrganisationId } from '@trm/kernel'
import { conflict, invalid, unknown } from '../definition/rejection-definition.ts'
import type { SectionName } from '../vocabulary/lists.ts'

export const testimonyRejections = {
  'testimony-unknown': unknown('name a testimony that this organisation takes part in'),
  'not-your-testimony': unknown('another party of the testimony does this'),
  'not-a-party': invalid<{ readonly recipient: OrganisationId }>(
    'name parties to the testimony; offer a referral to whoever else helps, or ask for a reception: these say nothing of it',
  ),
  'procedure-not-explained': conflict('explain the procedure to her first'),
  'participation-not-given': conflict('she agrees to take part first; nothing else depends on it'),
  'mode-not-offered': invalid('choose a mode that was offered, from those that the court allows'),
  'video-not-offered': invalid(
    'offer her a statement by video or on a recording, too, before any travel',
  ),
  'no-travel-in-this-mode': conflict('she has chosen a mode that needs no travel'),
  'mode-needs-no-presence': conflict('she has chosen to give her statement in court'),
  'mode-not-chosen': conflict('she chooses the mode of her statement first'),
  'safety-not-assessed': conflict('assess her safety and that of her family first'),
  'trip-not-consented': conflict(
    'she consents to this one trip first: every trip needs its own consent',
  ),
  'trip-unknown': unknown('name a trip that this organisation takes part in'),
  'hearing-postponed': conflict(
    'plan a new trip, to which she consents anew: the hearing was put off before she left',
  ),
  'not-departed': conflict('say first that she has left'),
  'already-departed': conflict('nothing: she has left already'),
  'not-returned': conflict('bring her home first'),
  'return-not-arranged': conflict('arrange the way home first'),
  'fragment-too-wide': invalid<{ readonly section: SectionName }>(
    'leave out of this section everything that tells who she is: a journey, a time and a code word will do',
  ),
  'reception-unknown': unknown('confirm a reception that this organisation was asked for'),
  'interpreter-not-bound': conflict('name an interpreter who is bound to confidentiality'),
  'interpreter-scope-ended': conflict(
    'assign an interpreter whose scope lasts as long as the hearing: what was assigned ends before',
  ),
  'interpreter-in-conflict': conflict('name an interpreter who is free of conflicts'),
  'claim-unknown': unknown('name a claim that this organisation is a party to'),
  'not-awarded': conflict('the award is recorded first'),
} as const
