import type { RefusalReason } from '@trm/contracts'
import { mayAuthor, mayCarry, mayReceive, mayTravel, type EventOf } from '@trm/domain'
import type { OrganisationId } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { organisationsIn } from './organisations.ts'
import { verifyEvent, type VerifiedEvent } from './verify-event.ts'

type Shared = Pick<EventOf<'EventShared'>, 'case' | 'author' | 'facts' | 'sections'>

/**
 * Whether what is passed on is what its author signed: by its key as it was valid then, in this case, not by
 * who passes it on, of a type that goes to others; and each section one that its author committed to, so that
 * nobody passes on in its name what it never wrote. What is said of a correction is what its author said. The
 * grants of the original stay closed.
 *
 * @param isHeld it was judged when it came: what its key was worth then is not asked again, lest a list that says
 *   otherwise later makes a case unreadable.
 * @param reader who is passed it on, where that is to be asked: its kind is given events of the type.
 */
export async function findOriginalFlaw(
  { case: reference, author, facts, sections }: Shared,
  original: string | undefined,
  {
    directory,
    reader,
    isHeld = false,
  }: {
    readonly directory: Directory
    readonly reader?: OrganisationId
    readonly isHeld?: boolean
  },
): Promise<RefusalReason | undefined> {
  if (original === undefined) return 'original-missing'
  const verified = await verifyEvent(original, directory)
  if (!verified.ok) return 'original-invalid'
  if (!isHeld && verified.value.standing !== 'valid') return 'original-invalid'
  const { id, signed } = verified.value
  const isIt =
    id === facts.event &&
    signed.iss === facts.writtenBy &&
    signed.iss !== author &&
    signed.case === reference &&
    signed.type !== 'EventShared' &&
    isSaidRightly(facts.putsRight, verified.value)
  if (!isIt || !mayHaveWritten(verified.value, directory)) return 'original-invalid'
  if (reader !== undefined) {
    const kind = organisationsIn(directory)(reader, verified.value.recordedAt)?.kind
    if (kind === undefined || !mayReceive(kind, signed.type)) return 'event-does-not-travel'
  }
  const isIts = ({ name, digest }: Shared['sections'][number]) =>
    mayCarry(signed.type, name) && signed.sectionDigests.includes(digest)
  return sections.every(isIts) ? undefined : 'section-not-original'
}

/** What is said of a correction is what its author signed; of anything else nothing is said. */
function isSaidRightly(
  [said]: Shared['facts']['putsRight'],
  { signed, recordedAt }: VerifiedEvent,
): boolean {
  if (said === undefined) return true
  if (signed.type !== 'CorrectionIssued') return false
  return signed.facts.corrects === said.corrects && recordedAt === said.issuedAt
}

function mayHaveWritten({ signed, recordedAt }: VerifiedEvent, directory: Directory): boolean {
  const kind = organisationsIn(directory)(signed.iss, recordedAt)?.kind
  return kind !== undefined && mayTravel(signed.type) && mayAuthor(kind, signed.type)
}
