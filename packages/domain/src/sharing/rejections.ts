import { conflict, forbidden, invalid, unknown } from '../definition/rejection-definition.ts'
import type { DenialRule } from '../disclosure/may-disclose.ts'
import type { SectionName } from '../vocabulary/lists.ts'

export const sharingRejections = {
  'shared-not-held': unknown('name an event that its author gave to this organisation'),
  'not-onward': forbidden('whoever wrote it takes her consent to it being passed on'),
  'shared-with-its-author': invalid('name somebody else than who wrote it'),
  'wider-than-given': forbidden(
    'pass on sections that were given, for a purpose for which they were given',
  ),
  'not-theirs-to-read': forbidden('name an organisation of a kind that is given such events'),
  'already-shared': conflict('nothing: it was passed on already'),
  'shared-is-erased': conflict<{ readonly section: SectionName }>(
    'nothing: it was erased here; ask who wrote it',
  ),
  'no-longer-given': conflict<{ readonly rule: DenialRule }>(
    'she consents anew to what was taken back, is suspended or has run out',
  ),
  'onward-not-consented': conflict<{ readonly rule: DenialRule }>(
    'she consents to this organisation passing it on, with one clause for all of it',
  ),
  'sharing-unknown': unknown('name something that this organisation passed on'),
} as const
