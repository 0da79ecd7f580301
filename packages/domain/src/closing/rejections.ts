import { conflict, unknown } from '../definition/rejection-definition.ts'

/** What keeps a case open. */
export type OpenObligation =
  'trip' | 'journey' | 'referral' | 'dutyToRefer' | 'reflection' | 'holdersAnswer' | 'compensation'

export const closingRejections = {
  'obligation-open': conflict<{ readonly obligations: readonly OpenObligation[] }>(
    'see to what is named first',
  ),
  'custody-not-transferred': conflict('custody is with this organisation: transfer it first'),
  'case-closed': conflict('open the case again first, for a reason'),
  'closing-unknown': unknown('name a closing of this organisation'),
} as const
