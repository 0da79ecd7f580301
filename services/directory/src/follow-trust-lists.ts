import { TrmError, type SafeDetails } from '@trm/kernel'
import { readFile } from 'node:fs/promises'
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

/** Reads every pinned trust list once. @throws {TrustListError} naming the Participant. */
export async function loadTrustLists(
  directory: TrustedDirectory,
  sources: readonly TrustListSource[],
): Promise<void> {
  for (const source of sources) {
    const { participant } = source.root
    const failure = await refreshTrustList(directory, source)
    if (failure === 'unreadable') {
      throw new TrustListError('TRUST_LIST_UNREADABLE', { participant })
    }
    if (failure !== undefined) {
      throw new TrustListError('TRUST_LIST_REFUSED', { participant, reason: failure })
    }
  }
}

/** Takes a newer list, if there is one. @returns why not, or undefined when it was taken. */
export async function refreshTrustList(
  directory: TrustedDirectory,
  { root, file }: TrustListSource,
): Promise<string | undefined> {
  let token: string
  try {
    token = await readFile(file, 'utf8')
  } catch {
    return 'unreadable' // absent or not ours to read: the caller decides what that means
  }
  const known = directory.versionOf(root.participant)
  const verified = await verifyTrustList(token.trim(), root, known)
  if (!verified.ok) return verified.failure.kind
  if (verified.value.version > known) directory.take(verified.value)
  return undefined
}
