import { conflict, invalid, unknown } from '../definition/rejection-definition.ts'

export const relayRejections = {
  'relay-unknown': unknown('name a relay that this organisation is a side of'),
  'not-your-relay': unknown('the other side of the hop does this'),
  'relay-not-consented': conflict(
    'she consents to this one hop first, for who is named and until when',
  ),
  'hop-consented-otherwise': invalid('name the organisation that she consented to'),
  'relay-over': conflict('forward a new relay: this one has ended'),
  'relay-outlives-consent': invalid('name an end that is not later than that of the consent'),
  'too-many-hops': conflict('ask her anew: no relay goes on for ever'),
} as const
