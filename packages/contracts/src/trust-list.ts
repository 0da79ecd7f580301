import { organisationKinds } from '@trm/domain'
import { fail, ok, type Result, type VerifiedBytes } from '@trm/kernel'
import { z } from 'zod'
import { codeOf, instant, languageTag, organisationId, participantCode } from './scalars.ts'
import { readStrictJson } from './strict-json.ts'

/** The JWS type of a Participant's trust list. */
export const TRUST_LIST_TYP = 'trm-trust-list+jwt'

const keyText = (bytes: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_-]{${String(Math.ceil((bytes * 4) / 3))}}$`))

const validity = {
  kid: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  validFrom: instant,
  validUntil: instant,
  revokedAt: instant.exactOptional(),
  /** Signatures from this time on are disputed, whenever it became known. */
  compromisedSince: instant.exactOptional(),
}

/** A raw public key, base64url: Ed25519, 32 bytes, to sign; X-Wing, 1,216 bytes, to seal to. */
const listedKey = z.discriminatedUnion('use', [
  z.strictObject({ ...validity, use: z.literal('sign'), publicKey: keyText(32) }),
  z.strictObject({ ...validity, use: z.literal('seal'), publicKey: keyText(1216) }),
])

/** From when until when something holds; without an end until further notice. */
const period = z.strictObject({ from: instant, until: instant.exactOptional() })
const periods = z.array(period).max(64).exactOptional()

/**
 * Four facts with an issuer and an end each, of which none follows from another. One that is absent is not kept
 * by this Participant; one without a period that holds at a time is not in force then.
 */
const facts = z.strictObject({
  licence: periods,
  agreement: periods,
  membership: periods,
  vetting: periods,
})

const mailboxToken = z.string().regex(/^[a-z0-9]{16,64}$/)

/** A mailbox in whose place another is: mail that is left there until then is fetched all the same. */
const formerMailbox = z.strictObject({ mailbox: mailboxToken, until: instant })

const listedOrganisation = z.strictObject({
  id: organisationId,
  kind: codeOf(organisationKinds),
  /** Display names by language; English is always there. */
  names: z.record(languageTag, z.string().min(1).max(200)).refine((names) => 'en' in names),
  keys: z
    .array(listedKey)
    .max(64)
    .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length),
  /** Opaque token of the mailbox; absent for an organisation that only reads. */
  mailbox: mailboxToken.exactOptional(),
  /** Those that it had before, the oldest first. Nobody sends there who has this list. */
  formerMailboxes: z.array(formerMailbox).min(1).max(4).exactOptional(),
  facts: facts.exactOptional(),
})

const payload = z
  .strictObject({
    v: z.literal(1),
    iss: participantCode,
    /** Goes up with every publication; an older list is never taken again. */
    version: z.int().min(1),
    iat: z.number().min(0),
    organisations: z.array(listedOrganisation).max(1000),
  })
  .refine(({ iss, organisations }) => organisations.every(({ id }) => id.startsWith(`${iss}.`)))
  .refine(
    ({ organisations }) => new Set(organisations.map(({ id }) => id)).size === organisations.length,
  )
  // Each token is one organisation's and stands once: whose mail it is must not be a question.
  .refine(({ organisations }) => {
    const tokens = organisations.flatMap(({ mailbox, formerMailboxes = [] }) => [
      ...(mailbox === undefined ? [] : [mailbox]),
      ...formerMailboxes.map((former) => former.mailbox),
    ])
    return new Set(tokens).size === tokens.length
  })
  // Who has no mailbox has none to have had another before.
  .refine(({ organisations }) =>
    organisations.every(
      ({ mailbox, formerMailboxes }) => mailbox !== undefined || formerMailboxes === undefined,
    ),
  )

export type TrustList = z.infer<typeof payload>
export type TrustListOrganisation = z.infer<typeof listedOrganisation>
export type TrustListKey = z.infer<typeof listedKey>

export function encodeTrustList(list: TrustList): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(payload.parse(list)))
}

/** Reads a verified trust list: an organisation outside the Participant or listed twice refuses it. */
export function decodeTrustList(
  bytes: VerifiedBytes,
): Result<TrustList, { readonly kind: 'invalid' }> {
  const json = readStrictJson(bytes)
  const parsed = json.ok ? payload.safeParse(json.value) : undefined
  return parsed?.success === true ? ok(parsed.data) : fail({ kind: 'invalid' })
}
