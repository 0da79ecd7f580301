import { purposes, sectionNames, type ConsentClause, type Grant } from '@trm/domain'
import { z } from 'zod'
import { clauseId, codeOf, eventId, instant, organisationId, setOf } from './scalars.ts'

const sections = setOf(codeOf(sectionNames), 16)

export const basis = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('consent'),
    consent: z.union([eventId, z.literal('this')]),
    clause: clauseId,
  }),
  z.strictObject({ kind: z.literal('noPersonalData') }),
  z.strictObject({ kind: z.literal('notice'), about: eventId }),
  z.strictObject({ kind: z.literal('legalObligation') }),
  z.strictObject({ kind: z.literal('publicInterest') }),
  z.strictObject({ kind: z.literal('vitalInterests') }),
])

/** The value of a grant's disclosure; its name is the recipient's id. */
export const grant: z.ZodType<Grant> = z
  .strictObject({
    to: organisationId,
    seq: z.int().min(1),
    prev: eventId.exactOptional(),
    sections,
    basis,
    purpose: codeOf(purposes),
    until: instant,
    onward: z.boolean(),
  })
  .refine(({ seq, prev }) => (seq === 1) === (prev === undefined), 'only the first has no prev')

/** The value of a clause's disclosure; its name is the clause's id. */
export const consentClause: z.ZodType<ConsentClause> = z.strictObject({
  id: clauseId,
  discloser: organisationId,
  recipient: organisationId,
  purposes: setOf(codeOf(purposes), 11).min(1),
  sections,
  from: instant,
  until: instant,
  onward: z.boolean(),
})
