import { event } from '../definition/event-definition.ts'
import { code, optional, reference, setOf } from '../definition/field.ts'
import {
  compensationHeads,
  compensationRefusals,
  compensationRoutes,
} from '../vocabulary/process-lists.ts'
import { courtSide, serving } from '../vocabulary/organisation-groups.ts'

// No residence section in any of these: immigration status has no place in redress (2:L2071).

const parties = [...serving, ...courtSide] as const
const claim = reference('CompensationClaimed')

export const compensationEvents = {
  CompensationClaimed: event({
    meaning: 'Compensation is claimed. It depends neither on co-operation nor on residence.',
    source: ['2:L2067', '2:L2071', '3:L752'],
    authors: parties,
    readers: parties,
    sections: ['proceedings'],
    facts: {
      testimony: optional(reference('TestimonyRequested')),
      heads: setOf(code(compensationHeads), { min: 1 }),
      route: code(compensationRoutes),
    },
  }),
  CompensationAwarded: event({
    meaning: 'Compensation was awarded.',
    source: ['2:L1107', '3:L1294'],
    authors: parties,
    readers: parties,
    sections: ['proceedings'],
    facts: { claim, heads: setOf(code(compensationHeads), { min: 1 }) },
  }),
  CompensationRefused: event({
    meaning: 'Compensation was refused, and why.',
    source: ['2:L1107'],
    authors: parties,
    readers: parties,
    facts: { claim, reason: code(compensationRefusals) },
  }),
  CompensationPaid: event({
    meaning: 'The money has reached her.',
    source: ['2:L1073'],
    authors: parties,
    readers: parties,
    facts: { award: reference('CompensationAwarded') },
  }),
} as const
