import { sectionNames } from '@trm/domain'
import { z } from 'zod'
import { codeOf, organisationId, sha256Text, tokenId } from './scalars.ts'

const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/)

/** A section at rest: encrypted under a key that the vault can forget. */
export const storedSection = z.strictObject({
  name: codeOf(sectionNames),
  /** Of the disclosure, as committed to in the signed event. */
  digest: sha256Text,
  keyId: z.string(),
  nonce: base64url,
  ciphertext: base64url,
})

/**
 * A case event in the case log: the signed bytes as they were made or received, what may stand in
 * clear beside them, and the sections encrypted. The grants of an own event are its delivery intents:
 * event and intents become durable in one append, on every engine.
 */
export const storedEvent = z.strictObject({
  v: z.literal(1),
  jws: z.string(),
  /** Disclosures as transmitted. The author holds all grants, a recipient its own. */
  grants: z.array(base64url),
  clauses: z.array(base64url),
  sections: z.array(storedSection),
  /** Of what was passed on: the JWS of the event as whoever wrote it signed it. */
  original: z.string().exactOptional(),
  origin: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('own'),
      /** Minted by the caller: the same command again is the same event. */
      command: tokenId,
      /** What the acting person acted as; who it was is in the access log. */
      role: z.string(),
    }),
    z.strictObject({ kind: z.literal('received'), from: organisationId }),
  ]),
})

export type StoredEvent = z.infer<typeof storedEvent>
export type StoredSection = z.infer<typeof storedSection>
