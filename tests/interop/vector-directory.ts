import { createTrustedDirectory, verifyTrustList, type TrustedDirectory } from '@trm/directory'
import { participantCode } from '@trm/contracts'
import { invariant } from '@trm/kernel'
import { decodeBase64url } from '@trm/sealing'
import { z } from 'zod'

/** A key of the vectors. The seed is published, so that others can make vectors of their own. */
const vectorKey = z.strictObject({
  holder: z.string(),
  seed: z.string().regex(/^[0-9a-f]{64}$/),
  publicKey: z.string(),
  kid: z.string(),
})

export const vectorRoots = z.strictObject({ at: vectorKey, rs: vectorKey })

const vectorTrustLists = z.array(z.strictObject({ root: z.enum(['at', 'rs']), token: z.string() }))

/** What every file of vectors with signed things in it begins with: who signs, and who is trusted for that. */
export const vectorParties = {
  source: z.string(),
  warning: z.string(),
  roots: vectorRoots,
  keys: z.array(vectorKey),
  trustLists: vectorTrustLists,
} as const

type Roots = z.infer<typeof vectorRoots>

/** The root of a Participant as an agent pins it. */
export function pinnedRoot(roots: Roots, code: keyof Roots): Parameters<typeof verifyTrustList>[1] {
  const { kid, publicKey } = roots[code]
  const bytes = decodeBase64url(publicKey)
  invariant(bytes !== undefined, 'vectors: a key is base64url')
  return { participant: participantCode.parse(code), keyId: kid, publicKey: bytes }
}

/** The directory that a file of vectors comes with, each of its trust lists verified. */
export async function vectorDirectory(
  roots: Roots,
  lists: z.infer<typeof vectorTrustLists>,
): Promise<TrustedDirectory> {
  const directory = createTrustedDirectory()
  for (const { root, token } of lists) {
    const verified = await verifyTrustList(token, pinnedRoot(roots, root), 0)
    invariant(verified.ok, 'vectors: their trust lists verify')
    directory.take(verified.value)
  }
  return directory
}
