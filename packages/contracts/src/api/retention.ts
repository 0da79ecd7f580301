import { sectionNames } from '@trm/domain'
import { z } from 'zod'
import { caseReference, codeOf, instant, organisationId, versionTag } from '../scalars.ts'

const due = {
  section: codeOf(sectionNames),
  /** From when on it was not to be kept any longer. */
  since: instant,
  /** The term of the policy by which it ended. */
  rule: z.strictObject({
    of: z.enum(['own', 'received']),
    months: z.int(),
    after: z.enum(['caseClosed', 'lastEvent', 'grantEnd']),
  }),
}

/** `GET /casework/retention`: what the schedules of the policy ask for now. No personal values. */
export const retentionReport = z.strictObject({
  organisation: organisationId,
  /** The version of the policy pack. */
  policy: versionTag,
  /** Whether the agent erases what is due, or only says what it would erase. */
  execute: z.boolean(),
  at: instant,
  /** The cases that something is due in. */
  cases: z
    .array(
      z.strictObject({
        case: caseReference,
        due: z.array(z.strictObject(due)).readonly(),
        /** What a legal hold keeps all the same: where that is written and until when. */
        kept: z.array(z.strictObject({ ...due, citation: versionTag, until: instant })).readonly(),
      }),
    )
    .readonly(),
  /** How many cases cannot be read, and are in no row. */
  unreadable: z.int(),
  /** When the next section is due, or the next hold is over; absent where none is in sight. */
  next: instant.exactOptional(),
})
export type RetentionReport = z.infer<typeof retentionReport>
