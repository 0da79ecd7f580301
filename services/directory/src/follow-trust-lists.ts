import { TrmError, type SafeDetails } from '@trm/kernel'
import { readFile } from 'node:fs/promises'
import type { TrustListHistory } from './trust-list-history.ts'
import type { TrustedDirectory } from './trusted-directory.ts'
import { verifyTrustList, type PinnedRoot } from './verify-trust-list.ts'

/** Where the trust list of a Participant is read from, and the root that must have signed it. */
export type TrustListSource = { readonly root: PinnedRoot; readonly file: string }

const messages = {
  TRUST_LIST_UNREADABLE: 'a pinned Participant has no readable trust list',
  TRUST_LIST_REFUSED: 'a trust list is not what its pinned Participant published',
} as const

/** An agent does not start on a trust list that it cannot trust. */
export class TrustListError extends TrmError<keyof typeof messages> {
  override readonly name = 'TrustListError'
  constructor(code: keyof typeof messages, details: SafeDetails, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}

/**
 * Reads every pinned trust list once: first the versions that were taken before, so that what was signed by who
 * has left since is known, then the one that is published now.
 *
 * @throws {TrustListError} naming the Participant.
 */
export async function loadTrustLists(
  directory: TrustedDirectory,
  sources: readonly TrustListSource[],
  history: TrustListHistory,
): Promise<void> {
  for (const source of sources) {
    const { participant } = source.root
    for (const token of await history.read(participant)) {
      const refused = await take(token, source, { directory })
      if (refused !== undefined)
        throw new TrustListError('TRUST_LIST_REFUSED', { participant, reason: refused })
    }
    const failure = await refreshTrustList(directory, source, history)
    if (failure === 'unreadable') {
      throw new TrustListError('TRUST_LIST_UNREADABLE', { participant })
    }
    if (failure !== undefined) {
      throw new TrustListError('TRUST_LIST_REFUSED', { participant, reason: failure })
    }
  }
}

/** Takes a newer list, if there is one, and keeps it. @returns why not, or undefined when it was taken. */
export async function refreshTrustList(
  directory: TrustedDirectory,
  source: TrustListSource,
  history: TrustListHistory,
): Promise<string | undefined> {
  let token: string
  try {
    token = await readFile(source.file, 'utf8')
  } catch {
    return 'unreadable' // absent or not ours to read: the caller decides what that means
  }
  return await take(token.trim(), source, { directory, history })
}

async function take(
  token: string,
  { root }: TrustListSource,
  { directory, history }: { directory: TrustedDirectory; history?: TrustListHistory },
): Promise<string | undefined> {
  const known = directory.versionOf(root.participant)
  const verified = await verifyTrustList(token, root, known)
  if (!verified.ok) return verified.failure.kind
  const { version } = verified.value
  if (version <= known) return undefined
  await history?.keep(root.participant, version, token)
  directory.take(verified.value)
  return undefined
}
