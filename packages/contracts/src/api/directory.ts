import { organisationKinds } from '@trm/domain'
import { z } from 'zod'
import { codeOf, organisationId, participantCode } from '../scalars.ts'

/** `GET /directory/organisations` */
export const organisationList = z.strictObject({
  /** Of each Participant's trust list in use. */
  versions: z.record(participantCode, z.int()),
  organisations: z
    .array(
      z.strictObject({
        id: organisationId,
        kind: codeOf(organisationKinds),
        participant: participantCode,
        names: z.record(z.string(), z.string()).readonly(),
      }),
    )
    .readonly(),
})
export type OrganisationList = z.infer<typeof organisationList>
