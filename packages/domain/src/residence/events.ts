import { event } from '../definition/event-definition.ts'
import { code, count, instant, optional, reference } from '../definition/field.ts'
import { residenceGrounds, residenceRefusals } from '../vocabulary/process-lists.ts'
import { permitting, serving } from '../vocabulary/organisation-groups.ts'

const supporting = [...serving, ...permitting] as const

export const residenceEvents = {
  ReflectionPeriodGranted: event({
    meaning: 'Time to recover and to decide was granted. It opens a duty to refer her to services.',
    source: ['2:L1614', '2:L1616', '2:L1618', '2:L1654', '2:L1655'],
    authors: permitting,
    readers: supporting,
    facts: { days: count(1, 366), until: instant },
  }),
  ResidencePermitRequested: event({
    meaning: 'A residence permit is asked for, on which ground.',
    source: ['2:L1656', '2:L1658'],
    authors: supporting,
    readers: permitting,
    sections: ['residence', 'identity'],
    facts: { ground: code(residenceGrounds) },
  }),
  ResidencePermitGranted: event({
    meaning: 'A residence permit was granted, on which ground.',
    source: ['2:L1626', '2:L1646', '2:L1654'],
    authors: permitting,
    readers: supporting,
    sections: ['residence'],
    facts: {
      request: optional(reference('ResidencePermitRequested')),
      ground: code(residenceGrounds),
      months: count(1, 120),
      until: instant,
    },
  }),
  ResidencePermitRefused: event({
    meaning: 'A residence permit was refused, and why.',
    source: ['2:L1646'],
    authors: permitting,
    readers: supporting,
    facts: { request: reference('ResidencePermitRequested'), reason: code(residenceRefusals) },
  }),
  ReflectionExpiring: event({
    meaning: 'The reflection period ends and no permit follows: an alarm.',
    source: ['2:L1626'],
    authors: supporting,
    readers: supporting,
    fallback: 'notice',
    about: 'reflection',
    facts: { reflection: reference('ReflectionPeriodGranted') },
  }),
} as const
